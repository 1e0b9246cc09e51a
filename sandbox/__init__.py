"""A stand-in for Imgur on this computer: its API, its log-in pages and its file host, with a small demo world.

A Django project of its own. It knows nothing of the hub, and the hub knows it only as a URL. See docs/sandbox.md.
"""
