"""The test documents: synthetic, invented, and the same bytes each time.

`identity` says who and what they are about, `patterns` what their pixels are,
`modules` and `part10` make data sets and files of that.
The documents are in `images` and `others`, the first ones; `compressed`, `video` and `colour`,
by how they are stored; `frames`, `waveform`, `derived` and `radiotherapy`, by what they are;
`pitfalls`; `display`, by how they are to be shown; and `manifest`, which refers to all.
`collection` has them in their roles (`role`).
`frozen` reads the encoded streams, and `freeze` made them.
"""

from wadows_spec.documents.collection import NOT_MADE, TEST_DOCUMENTS, write_documents
from wadows_spec.documents.describe import describe
from wadows_spec.documents.role import TestDocument

__all__ = ["NOT_MADE", "TEST_DOCUMENTS", "TestDocument", "describe", "write_documents"]
