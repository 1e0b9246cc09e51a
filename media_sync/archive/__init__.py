"""The archive of originals: how they come from Imgur's file host, and into storage.

pauses.py      when the host wants to be left alone     claims.py    which downloads a worker takes, and for how long
downloader.py  the work of one worker                   endings.py   what becomes of a download, written into its row
looking.py     what the bytes are that have come
"""
