"""The first test documents: synthetic, invented, and the same bytes each time.

`identity` says who and what they are about, `patterns` what their pixels are,
`modules` and `part10` make data sets and files of that, `images` and `others` the documents.
`collection` gives each its role; `freeze` made the encoded streams.
"""

from wadows_spec.documents.collection import TEST_DOCUMENTS, write_documents
from wadows_spec.documents.describe import describe
from wadows_spec.documents.role import TestDocument

__all__ = ["TEST_DOCUMENTS", "TestDocument", "describe", "write_documents"]
