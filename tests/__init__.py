"""The tests mirror the code. Nothing here reaches a network, the database of a running hub, or its Valkey."""
