"""Malformed requests by the names that the features give them.

What each is there to show stands in `spec/malformed-requests.csv`.
"""

from wadows_contract.consumer.malformed.build import (
    Target,
    document_asked_for,
    malformed_names,
    malformed_request,
)
from wadows_contract.consumer.malformed.messages import RawRequest

__all__ = ["RawRequest", "Target", "document_asked_for", "malformed_names", "malformed_request"]
