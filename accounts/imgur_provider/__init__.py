"""Signing in with an Imgur account, and linking one: an allauth provider named ``imgur`` (OAuth code flow)."""
