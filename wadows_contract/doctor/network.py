"""The way to the endpoint: its name and its port."""

import socket

from wadows_contract.doctor.context import Context
from wadows_contract.doctor.lines import Result, red, works

_TIMED_OUT = (
    "A firewall may drop what comes from here, or the host is down: ask whoever runs the network, "
    "or try from a machine nearer to it."
)
_REFUSED = "Nothing listens there: check the port of the URL, and whether the endpoint is running."
_NO_NAME = "Check how the host is spelt, and whether this machine's name server knows it."


def addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """Return the addresses that a host has, each once; raises `OSError` or `UnicodeError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def name(context: Context) -> Result:
    """Look the host up."""
    host = context.host
    try:
        found = [address for _, address in addresses(host, context.port)]
    except UnicodeError:
        return red(host, "no name that could be looked up", _NO_NAME)
    except OSError as error:
        return red(host, f"not found: {error.strerror or error}", _NO_NAME)
    if found == [host]:
        return works(host, "an address by itself")
    return works(host, ", ".join(found))


def port(context: Context) -> Result:
    """Connect to one address after the other until one answers."""
    refused: list[str] = []
    timed_out = False
    for family, address in addresses(context.host, context.port):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as connection:
                connection.settimeout(context.timeout)
                connection.connect((address, context.port))
        except OSError as error:
            timed_out = timed_out or isinstance(error, TimeoutError)
            reason = (
                f"no answer in {context.timeout:g} s"
                if isinstance(error, TimeoutError)
                else error.strerror or str(error)
            )
            refused.append(f"{address}: {reason}")
            continue
        beside = f" ({'; '.join(refused)})" if refused else ""
        return works(f"{address} port {context.port}", f"open{beside}")
    advice = _TIMED_OUT if timed_out else _REFUSED
    return red(f"port {context.port}", "; ".join(refused), advice)
