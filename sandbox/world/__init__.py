"""The demo world: a few people with albums and pictures, the same on every computer.

people.py     who they are and what they have     recipes.py   a file made from one of pictures/
build.py      files and rows, into an empty database
register.py   the application, and tokens for the people
snapshot.py   the way back to the beginning
"""
