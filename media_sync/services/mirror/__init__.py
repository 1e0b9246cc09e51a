"""Imgur's images and albums as rows of ours, one at a time and many at once."""
