"""The control address for tests and drills, there only with SANDBOX_CONTROL=1.

views.py    /_control/...                 report.py      what happened so far, also for `python -m sandbox stats`
purge.py    what Imgur deletes unasked
faults.py   the rules that are waiting    middleware.py  spoiling the calls that a rule names
kinds.py    all kinds of faults: answers in place of the true one (refusals.py and outages.py, written with bodies.py),
            what becomes of the true one (changes.py, wire.py), behaviours, which are switches set for one call, and
            the answer of last time (memory.py)
"""
