"""The reference Imaging Document Source: RAD-69 and rendered retrieval over a folder of files.

`create_app` is the WSGI application; `python -m wadows_reference serve` serves it.
"""

from wadows_reference.app import create_app
from wadows_reference.settings import Settings

__all__ = ["Settings", "create_app"]
