"""The file host: what i.imgur.com is to Imgur.

types.py       what a file is, by its bytes       store.py      where files lie
video.py       MP4 from a GIF, sound taken out    thumbnails.py sizes by suffix
views.py       serving                            links.py      addresses of files
processing.py  videos that take their time        region.py     the picture of a closed country
"""
