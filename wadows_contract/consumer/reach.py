"""Whether an endpoint can be reached at all, before anything is asked of it."""

import contextlib
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

import requests

from wadows_contract.consumer.credentials import Credentials
from wadows_contract.consumer.lengths import SeveralLengths
from wadows_contract.consumer.limits import Limits

#: Seconds in which a refusal arrives.
_MOMENT: Final = 1.0
#: What a peer's refusal of our certificate is called, in the words of TLS (RFC 8446 section 6).
_REFUSALS: Final = {
    "certificate required": "it asks for a client certificate; give --client-cert",
    "unknown ca": "it does not know who issued the client certificate",
    "bad certificate": "it takes the client certificate for a bad one",
    "certificate expired": "the client certificate has expired",
    "certificate unknown": "it does not accept the client certificate",
    "handshake failure": "it refused the handshake; it may want a client certificate",
}


def connection_problem(url: str, seconds: float, given: Credentials) -> str:
    """Return why no connection can be made; empty if one can. `seconds` are for the connection."""
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
        return ""
    except ssl.SSLError as error:
        return in_words(error)
    except (OSError, requests.RequestException) as error:
        return given.withheld_text(getattr(error, "strerror", None) or str(error))
    except UnicodeError:
        return "its host is no name that could be looked up"


def _hear_refusal(secure: ssl.SSLSocket) -> None:
    """Wait a moment: since TLS 1.3 a client is refused when it takes itself for accepted."""
    secure.settimeout(_MOMENT)
    with contextlib.suppress(TimeoutError):
        secure.recv(1)


def _through_proxy(url: str, seconds: float, given: Credentials) -> str:
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": given.proxy, "https": given.proxy}
        limits = Limits(connect=seconds, read=seconds, answer=seconds)
        for scheme in ("http://", "https://"):
            session.mount(scheme, SeveralLengths(limits, given.context))
        answer = session.options(url, timeout=seconds, stream=True, allow_redirects=False)
        if answer.status_code == requests.codes.proxy_authentication_required:
            return "the proxy asks for other credentials (HTTP 407); see --proxy-basic"
    return ""


def in_words(error: ssl.SSLError) -> str:
    """Say what went wrong with TLS, and whose certificate it is about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {error.verify_message}; see --ca"
    said = str(error).lower().replace("_", " ")
    for alert, words in _REFUSALS.items():
        if f"alert {alert}" in said:
            return words
    return f"no TLS connection: {error.reason or error.strerror}"
