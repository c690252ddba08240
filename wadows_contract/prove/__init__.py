"""Proof of the suite: every mutant of the reference is found, and no honest variant of it is."""
