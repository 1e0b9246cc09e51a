"""docs/imgur-api.md: Imgur's API row by row, the client's method for it, who of us uses that, and who else has it.

uses.py    which calls our code makes, read out of the code
places.py  what people call the places where it does
page.py    the page
"""
