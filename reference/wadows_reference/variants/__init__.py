"""Ways to be right that look different: an honest endpoint may be built like any of them.

A variant keeps every requirement. One that finds nothing to change leaves things as they are.
"""

from wadows_reference.variants import (
    answers,
    codes,
    documents,
    faults,
    headers,
    images,
    markup,
    packaging,
    transport,
)
from wadows_reference.variants.registry import Variant, all_variants, find_variant

__all__ = [
    "Variant",
    "all_variants",
    "answers",
    "codes",
    "documents",
    "faults",
    "find_variant",
    "headers",
    "images",
    "markup",
    "packaging",
    "transport",
]
