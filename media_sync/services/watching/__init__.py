"""Watched sources, and the boards on which their posts are collected."""
