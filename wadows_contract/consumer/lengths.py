"""Responses of several lengths, read by the first: urllib3 by itself reads nothing of them.

Which length is true cannot be told (RFC 9112 section 6.3); to be judged, all must be recorded.
"""

import http.client
from collections.abc import Iterable
from typing import Any

import requests.adapters
import urllib3

_LENGTH = "Content-Length"
#: What the lengths are called on their way past urllib3; no field on the wire can have this name.
_PASSING = "Content-Length (of several)"


class _Response(http.client.HTTPResponse):
    def begin(self) -> None:
        """Read the head; the length has been taken from its first field when this ends."""
        super().begin()
        if "," in ",".join(self.headers.get_all(_LENGTH, [])):
            fields = self.headers.items()
            for name in set(self.headers.keys()):
                del self.headers[name]
            for name, value in fields:
                self.headers[_PASSING if name.lower() == _LENGTH.lower() else name] = value


class _HttpPool(urllib3.HTTPConnectionPool):
    class ConnectionCls(urllib3.connection.HTTPConnection):
        response_class = _Response


class _HttpsPool(urllib3.HTTPSConnectionPool):
    class ConnectionCls(urllib3.connection.HTTPSConnection):
        response_class = _Response


class SeveralLengths(requests.adapters.HTTPAdapter):
    """Lets responses of several lengths pass; `restored` gives their fields."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


def restored(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return header fields by the names that they came with."""
    return tuple((_LENGTH if name == _PASSING else name, value) for name, value in fields)
