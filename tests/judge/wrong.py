"""Every answer with one thing wrong."""

from tests.judge.bad import BAD
from tests.judge.bad_documents import BAD_DOCUMENTS
from tests.judge.bad_packaging import PACKAGING
from tests.judge.bad_registry import REGISTRY
from tests.judge.bad_soap import SOAP

WRONG = [*BAD, *BAD_DOCUMENTS, *PACKAGING, *SOAP, *REGISTRY]
