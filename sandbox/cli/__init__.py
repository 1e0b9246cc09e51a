"""The command line: prepare, serve, limits, stats, account."""
