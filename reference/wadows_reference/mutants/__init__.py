"""Defects to order: each changes responses at the wire and touches nothing else.

A mutant that finds nothing to change leaves the message as it was.
"""

from wadows_reference.mutants import (
    answers,
    documents,
    envelope,
    errors,
    images,
    packaging,
    parameters,
    transport,
)
from wadows_reference.mutants.registry import Mutant, all_mutants, find_mutant

__all__ = [
    "Mutant",
    "all_mutants",
    "answers",
    "documents",
    "envelope",
    "errors",
    "find_mutant",
    "images",
    "packaging",
    "parameters",
    "transport",
]
