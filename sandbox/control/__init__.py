"""The control address for tests and drills, there only with SANDBOX_CONTROL=1.

views.py    /_control/...      report.py      what happened so far, also for `python -m sandbox stats`
faults.py   spoilt answers     middleware.py  spoiling the calls that a rule names
"""
