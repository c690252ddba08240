"""What http.client and urllib3 do not read of responses that HTTP allows, or that must be judged.

Responses of several lengths are read by the first: urllib3 by itself reads nothing of them.
Which length is true cannot be told (RFC 9112 section 6.3); to be judged, all must be recorded.

Interim responses are passed over (RFC 9110 section 15.2): http.client by itself does so with
100 alone, and takes 102 or 103 for the final response.

Neither bounds the time or the size of a response as a whole: `limits` does.
"""

import http
import http.client
import io
import socket
import ssl
from collections.abc import Iterable
from functools import partial
from typing import Any

import requests.adapters
import urllib3

from wadows_contract.consumer.limits import Bounded, Limits

_LENGTH = "Content-Length"
#: More interim responses than this before a final one are taken for no response.
_MOST_INTERIM = 100
#: What the lengths are called on their way past urllib3; no field on the wire can have this name.
_PASSING = "Content-Length (of several)"


class _Buffered(io.BufferedReader):
    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes; urllib3 asks for fewer than none where a chunk says so.

        That would be all there are, at once.
        """
        if size is None or size < 0:
            raise http.client.HTTPException("a chunk has a negative size")
        return super().read(size)


class _Response(http.client.HTTPResponse):
    def __init__(self, limits: Limits, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self._bounded = Bounded(sock, limits)
        self.fp = _Buffered(self._bounded)

    def begin(self) -> None:
        """Read the head; the length has been taken from its first field when this ends."""
        super().begin()
        interim = 0
        # After 101 it would be another protocol, which nobody asked for.
        while http.HTTPStatus.SWITCHING_PROTOCOLS < self.status < http.HTTPStatus.OK:
            interim += 1
            if interim > _MOST_INTERIM:
                raise http.client.HTTPException(f"more than {_MOST_INTERIM} interim responses")
            # begin() reads one head, unless there is one already.
            vars(self)["headers"] = None
            super().begin()
        self._bounded.end_head()
        if "," in ",".join(self.headers.get_all(_LENGTH, [])):
            fields = self.headers.items()
            for name in set(self.headers.keys()):
                del self.headers[name]
            for name, value in fields:
                self.headers[_PASSING if name.lower() == _LENGTH.lower() else name] = value


class _HttpPool(urllib3.HTTPConnectionPool):
    def __init__(self, limits: Limits, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits = limits

    def _new_conn(self) -> Any:
        return _reading(super()._new_conn(), self._limits)


class _HttpsPool(urllib3.HTTPSConnectionPool):
    def __init__(self, limits: Limits, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits = limits

    def _new_conn(self) -> Any:
        return _reading(super()._new_conn(), self._limits)


def _reading(connection: Any, limits: Limits) -> Any:
    """Let a connection read its responses as this module does."""
    connection.response_class = partial(_Response, limits)
    return connection


class SeveralLengths(requests.adapters.HTTPAdapter):
    """Lets responses of several lengths pass; `restored` gives their fields."""

    def __init__(self, limits: Limits, context: ssl.SSLContext | None = None) -> None:
        # Making the pools, super().__init__ needs them.
        self._pools = {"http": partial(_HttpPool, limits), "https": partial(_HttpsPool, limits)}
        self._tls: dict[str, Any] = {} if context is None else {"ssl_context": context}
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections."""
        super().init_poolmanager(*args, **{**kwargs, **self._tls})
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make those through a proxy likewise."""
        manager = super().proxy_manager_for(proxy, **kwargs, **self._tls)
        manager.pool_classes_by_scheme = self._pools
        return manager


def restored(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return header fields by the names that they came with."""
    return tuple((_LENGTH if name == _PASSING else name, value) for name, value in fields)
