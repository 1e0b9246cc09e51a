"""Bringing an archive in: our own export, or a folder of gallery-dl's with its metadata files.

What lies in such a folder may be anybody's work, so every file is looked into as one that a person uploads, and every
fact is measured before it is kept. See docs/decisions/export.md.
"""
