"""Verbs, one file a noun, in rooms by what they are about.

They know what is done, never when: tasks and pages ring for what they return.
"""
