"""Defects to order: each changes messages at the wire and touches nothing else.

A mutant that finds nothing to change leaves the message as it was.
"""

from wadows_reference.mutants import (
    answers,
    documents,
    envelope,
    errors,
    faults,
    identity,
    images,
    memory,
    misread,
    packaging,
    parameters,
    statuses,
    timing,
    transport,
)
from wadows_reference.mutants.registry import Mutant, Way, all_mutants, find_mutant

__all__ = [
    "Mutant",
    "Way",
    "all_mutants",
    "answers",
    "documents",
    "envelope",
    "errors",
    "faults",
    "find_mutant",
    "identity",
    "images",
    "memory",
    "misread",
    "packaging",
    "parameters",
    "statuses",
    "timing",
    "transport",
]
