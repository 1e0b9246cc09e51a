"""The API under /3/.

routes.py      which call is what: paths as the reference writes them, `account/{username}/images[/{page}]`
dispatch.py    one call from beginning to end: caller, parameters, credits, view, envelope, headers
auth.py        who calls          parameters.py  what they say       paging.py  perPage and page
envelope.py    JSON, JSONP        xml.py         the other format    errors.py  every way to say no
payloads/      models as Imgur shows them        views/              one file a noun
"""
