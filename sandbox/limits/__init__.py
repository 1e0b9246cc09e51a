"""Imgur's limits: who may still call, what a call takes, and what the headers say about it.

windows.py   the windows that concern a call
charge.py    taking credits out of all of them, or out of none
headers.py   the X-RateLimit and X-Post-Rate-Limit headers
tally.py     counting calls, refusals and credits
"""
