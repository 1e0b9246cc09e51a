"""Verbs, one file a noun. They know what is done, never when: tasks and pages ring for what they return."""
