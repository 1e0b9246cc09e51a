"""The names of this computer."""

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
