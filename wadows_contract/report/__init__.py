"""The reports of a run, each a view of its events and of what they were judged to mean."""
