"""What an operation can be. Each kind says how it is sent, how to look whether it took effect, and what it leaves
behind.
"""
