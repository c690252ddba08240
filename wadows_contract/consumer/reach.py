"""Whether an endpoint can be reached at all, before anything is asked of it."""

import contextlib
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

import requests

from wadows_contract.consumer.credentials import Credentials
from wadows_contract.consumer.failures import in_words, innermost
from wadows_contract.consumer.lengths import SeveralLengths
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.unreached import Unreached, tls_problem

#: Seconds in which a refusal arrives.
_MOMENT: Final = 1.0
_NO_NAME: Final = "its host is no name that could be looked up"
_SILENT: Final = (
    "Check host and port: a firewall may drop what comes from here, or a port without TLS be asked"
    " for https."
)
_PROXY: Final = Unreached("the proxy asks for other credentials (HTTP 407)", "See --proxy-basic.")


def connection_problem(url: str, seconds: float, given: Credentials) -> Unreached | None:
    """Return why no connection can be made; None if one can. `seconds` are for the connection."""
    try:
        if given.proxy:
            return _through_proxy(url, seconds, given)
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with socket.create_connection((parts.hostname or "", port), seconds) as connection:
            if parts.scheme == "https":
                context = given.context or ssl.create_default_context()
                with context.wrap_socket(connection, server_hostname=parts.hostname) as secure:
                    _hear_refusal(secure)
    except TimeoutError:
        return Unreached(f"no answer within {seconds:g} s", _SILENT)
    except ssl.SSLError as error:
        return tls_problem(error)
    except OSError as error:
        return Unreached(given.withheld_text(error.strerror or str(error)))
    except UnicodeError:
        return Unreached(_NO_NAME)
    return None


def _hear_refusal(secure: ssl.SSLSocket) -> None:
    """Wait a moment: since TLS 1.3 a client is refused when it takes itself for accepted."""
    secure.settimeout(_MOMENT)
    with contextlib.suppress(TimeoutError):
        secure.recv(1)


def _through_proxy(url: str, seconds: float, given: Credentials) -> Unreached | None:
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": given.proxy, "https": given.proxy}
        limits = Limits(connect=seconds, read=seconds, answer=seconds)
        for scheme in ("http://", "https://"):
            session.mount(scheme, SeveralLengths(limits, given.context))
        try:
            answer = session.options(url, timeout=seconds, stream=True, allow_redirects=False)
        except requests.RequestException as error:
            reason = innermost(error)
            if isinstance(reason, ssl.SSLError):
                return tls_problem(reason)
            said = given.withheld_text(in_words(reason))
            # What http.client makes of an answer to CONNECT.
            if "Tunnel connection failed: 407" in said:
                return _PROXY
            return Unreached(said, "Check the proxy, the URL and whether the endpoint is running.")
    refused = answer.status_code == requests.codes.proxy_authentication_required
    return _PROXY if refused else None
