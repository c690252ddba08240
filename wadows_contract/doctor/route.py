"""The way to an endpoint: straight, or through a proxy."""

import http.client
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from urllib3.util import make_headers

_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")


class TunnelRefused(OSError):
    """The proxy makes no connection to the endpoint; `status` is what it says by HTTP."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True)
class Route:
    """The way to the endpoint of a URL, through a proxy whose URL may have credentials, if any.

    `timeout` is that of a connection, in seconds.
    """

    url: str
    proxy: str
    timeout: float

    @property
    def host(self) -> str:
        """The host of the URL, without the brackets of an IPv6 address."""
        return urlsplit(self.url).hostname or ""

    @property
    def next_hop(self) -> tuple[str, int]:
        """The host and port that is connected to: the proxy's, or the endpoint's."""
        parts = urlsplit(self.proxy or self.url)
        return parts.hostname or "", _port(parts)

    @property
    def hides_tls(self) -> bool:
        """Whether TLS with the endpoint is within TLS with the proxy, where nobody looks."""
        return self.proxy.startswith("https:")

    def connect(self) -> socket.socket:
        """Return a new connection to the endpoint.

        Raises `OSError`, and `TunnelRefused` if it is the proxy that makes none.
        """
        host, port = self.next_hop
        if not self.proxy:
            return socket.create_connection((host, port), self.timeout)
        tunnel = http.client.HTTPConnection(host, port, timeout=self.timeout)
        tunnel.set_tunnel(self.host, _port(urlsplit(self.url)), self._authorization())
        try:
            tunnel.connect()
        except http.client.HTTPException as error:
            tunnel.close()
            raise ConnectionError(f"it does not speak HTTP: {error}") from error
        except OSError as error:
            if found := _TUNNEL.match(str(error)):
                raise TunnelRefused(int(found[1]), str(error)) from error
            raise
        return tunnel.sock

    def _authorization(self) -> dict[str, str]:
        parts = urlsplit(self.proxy)
        if parts.username is None:
            return {}
        known = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return dict(make_headers(proxy_basic_auth=known))


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)
