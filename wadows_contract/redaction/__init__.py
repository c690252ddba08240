"""A copy of a run's evidence without what is about a patient, a person or a place.

What is kept is listed; everything else is overwritten, and nothing changes its length.
"""
