"""The demo world: people with albums and pictures, and a community with a gallery. The same on every computer.

build.py      the parts of the world, made one after the other      snapshot.py   the way back to the beginning
people.py     what a person is     population.py, neighbours.py     who they are and what they have
settlers.py   people as files and rows                              community/    gallery, comments, messages
sheet.py      the texts in sheets/                                  notation.py   how they write pictures
recipes.py    a file made from one of pictures/, with tints.py, lettering.py; files.py makes many
chance.py     what looks like chance and is not                     links.py      links in what people say
register.py   the application                                       ageing.py     keeping a kept world young
"""
