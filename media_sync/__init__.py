"""Our copy of Imgur and all traffic with it: mirror, operations, budgets, archive, tasks."""
