"""Looks at Imgur: what is looked at how often, the life of a run, and the proof that all is here."""
