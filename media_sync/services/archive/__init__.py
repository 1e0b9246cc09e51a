"""Originals: kept once, fetched, read again, removed when nothing shows them, and taken away in exports."""
