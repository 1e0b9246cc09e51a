"""Large accounts, made to order for tests and benches in a few seconds. All of one follows from its seed.

order.py      what is ordered            rows.py       the rows of it
originals.py  its files                  templates.py  the few pictures that they are made from
marks.py      telling copies of a picture apart by bytes that no viewer shows
"""
