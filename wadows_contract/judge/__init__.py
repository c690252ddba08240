"""Judging: pure functions from a recorded exchange to findings, each citing one requirement."""
