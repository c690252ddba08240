"""A TLS handshake, with what the endpoint said in it even where it comes to nothing.

The ssl module tells the certificates of a peer, and that it asked for one, only once the handshake
is done. Who looks for what is wrong needs them before.
"""

import contextlib
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any, Final

#: Types of records and of handshake messages (RFC 8446 section 5.1 and Appendix B.3).
_ALERT, _HANDSHAKE = 21, 22
_CERTIFICATE, _CERTIFICATE_REQUEST = 11, 13
_TLS13: Final = 0x0304


@dataclass(frozen=True)
class Handshake:
    """How a handshake went; what is not known is empty.

    `chain` are the certificates that the endpoint sent, DER, its own first; `asked` says whether
    it asked for one of ours; `alert` is the description of its alert (RFC 8446 section 6), or None.
    """

    version: str
    cipher: str
    chain: tuple[bytes, ...]
    asked: bool
    alert: int | None
    problem: OSError | None


def shake_hands(
    connection: socket.socket, context: ssl.SSLContext, host: str, wait: float = 0.0
) -> Handshake:
    """Go through a handshake on a connection and close it; raises nothing that the peer causes.

    A peer of TLS 1.3 refuses a certificate after the client took the handshake for done:
    that is waited for as many seconds as `wait` says.
    """
    heard = _Heard()
    # Not documented, but in every Python from 3.8 on: there is no other way to hear this.
    context._msg_callback = heard.message  # type: ignore[attr-defined]
    version = cipher = ""
    problem: OSError | None = None
    try:
        with context.wrap_socket(connection, server_hostname=host) as secure:
            version, cipher = secure.version() or "", (secure.cipher() or ("",))[0]
            if wait and version == "TLSv1.3":
                secure.settimeout(wait)
                with contextlib.suppress(TimeoutError):
                    secure.recv(1)
    except OSError as error:
        problem = error
    return Handshake(version, cipher, tuple(heard.chain), heard.asked, heard.alert, problem)


@dataclass
class _Heard:
    """Collects what the endpoint says."""

    chain: list[bytes] = field(default_factory=list)
    asked: bool = False
    alert: int | None = None

    def message(
        self, _: object, direction: str, version: Any, record: Any, kind: Any, data: bytes
    ) -> None:
        """Take one message as the ssl module hands it out."""
        if direction != "read":
            return
        if record == _ALERT and len(data) == 2:
            self.alert = data[1]
        elif record == _HANDSHAKE and kind == _CERTIFICATE_REQUEST:
            self.asked = True
        elif record == _HANDSHAKE and kind == _CERTIFICATE:
            self.chain = _certificates(data, version == _TLS13)


def _certificates(message: bytes, tls13: bool) -> list[bytes]:
    """Return the certificates of a Certificate message (RFC 5246 7.4.2, RFC 8446 4.4.2)."""
    start = 4  # type and length of the message
    if tls13:
        start += 1 + message[start]  # the context, which is empty
    start += 3  # the length of the list
    found = []
    while start + 3 <= len(message):
        end = start + 3 + int.from_bytes(message[start : start + 3])
        found.append(message[start + 3 : end])
        if tls13:
            end += 2 + int.from_bytes(message[end : end + 2])  # extensions
        start = end
    return found
