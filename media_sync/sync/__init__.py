"""Looking at Imgur: what a run of each part does, step by step.

``services/looking/runs.py`` leads a run through its steps.
"""
