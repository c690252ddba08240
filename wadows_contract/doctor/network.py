"""The way to the endpoint: name and port of what is connected to, and the proxy if that is one."""

import socket
from http import HTTPStatus

from wadows_contract.doctor.context import Context
from wadows_contract.doctor.lines import Result, none, red, works
from wadows_contract.doctor.route import TunnelRefused

_TIMED_OUT = (
    "A firewall may drop what comes from here, or the host is down: ask whoever runs the network, "
    "or try from a machine nearer to it."
)
_REFUSED = "Nothing listens there: check the port of the URL, and whether the endpoint is running."
_NO_NAME = "Check how the host is spelt, and whether this machine's name server knows it."
_TO_PROXY = "It makes no way to this endpoint: ask whoever runs the proxy, or leave it out."


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """Return the addresses that a host has, each once; raises `OSError` or `UnicodeError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def _called(context: Context, what: str) -> str:
    return f"{what} of the proxy" if context.route.proxy else what


def name(context: Context) -> Result:
    """Look the host up, the proxy's if there is one: that looks up the endpoint's."""
    host, port = context.route.next_hop
    looked_at = _called(context, host)
    try:
        found = [address for _, address in _addresses(host, port)]
    except UnicodeError:
        return red(looked_at, "no name that could be looked up", _NO_NAME)
    except OSError as error:
        return red(looked_at, f"not found: {error.strerror or error}", _NO_NAME)
    return works(looked_at, "an address by itself" if found == [host] else ", ".join(found))


def port(context: Context) -> Result:
    """Connect to one address after the other until one answers."""
    host, number = context.route.next_hop
    refused: list[str] = []
    timed_out = False
    for family, address in _addresses(host, number):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as connection:
                connection.settimeout(context.timeout)
                connection.connect((address, number))
        except TimeoutError:
            timed_out = True
            refused.append(f"{address}: no answer in {context.timeout:g} s")
        except OSError as error:
            refused.append(f"{address}: {error.strerror or error}")
        else:
            beside = f" ({'; '.join(refused)})" if refused else ""
            return works(_called(context, f"{address} port {number}"), f"open{beside}")
    advice = _TIMED_OUT if timed_out else _REFUSED
    return red(_called(context, f"port {number}"), "; ".join(refused), advice)


def proxy(context: Context) -> Result:
    """Look whether the proxy lets us through; what it does with plain HTTP shows in an answer."""
    route = context.route
    if not route.proxy:
        return none("the way to the endpoint", "straight, without a proxy")
    looked_at = context.connection.proxy
    if not context.secure:
        response = context.first.exchange.response
        if response is None:
            return none(looked_at, "no answer came that could be the proxy's")
        return _passed(context, response.status)
    if route.hides_tls:
        return none(looked_at, "TLS within TLS is not looked at")
    try:
        route.connect().close()
    except TunnelRefused as error:
        return _passed(context, error.status)
    except OSError as error:
        return red(looked_at, error.strerror or str(error), "Look whether this is an HTTP proxy.")
    return works(looked_at, f"it connects to {route.host}")


def _passed(context: Context, status: int) -> Result:
    looked_at = context.connection.proxy
    given = context.connection.proxy_basic
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED and given:
        return red(looked_at, "407: it refuses these credentials", f"Check what is in {given}.")
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return red(looked_at, "407: it asks for credentials", "Give them with --proxy-basic.")
    if context.secure:
        return red(looked_at, f"HTTP {status} to CONNECT {context.route.host}", _TO_PROXY)
    return works(looked_at, "it passes requests on")
