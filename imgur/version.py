"""The client's version, as it appears in the User-Agent header."""

VERSION = "0.1.0"
