"""Imgur's endpoints, one class a group: one remote call a method, dataclasses out."""
