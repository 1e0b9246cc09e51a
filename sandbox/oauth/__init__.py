"""OAuth 2 under /oauth2/: the page on which a person allows an application, and the exchange for tokens.

callbacks.py   where a person may be sent back to    authorize.py  the page
tokens.py      making, renewing and ending tokens    exchange.py   POST /oauth2/token
secret.py      GET /oauth2/secret                     addclient.py  the page that registers an application
"""
