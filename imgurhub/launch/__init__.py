"""`python -m imgurhub.launch`: the whole hub on this computer, as processes that are looked after.

options      what the environment asks for
lock, ports  refusing what cannot work, in a sentence
environment  what the processes and other shells are told
valkey       the embedded server
sandbox      the stand-in for Imgur, in demo mode
programs     what runs, and in which order it stops
supervisor   starts, watches, starts again, stops
guard        the other half of watchdog.py, which cleans up when the launcher itself is killed
output       one readable log of them all
"""
