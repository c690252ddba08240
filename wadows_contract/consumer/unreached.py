"""Why no connection was made, in words: what is wrong, and what to do about it."""

import ssl
from typing import Final, NamedTuple


class Unreached(NamedTuple):
    """What is wrong, and what to do."""

    what: str
    advice: str = "Check the URL, the port and whether the endpoint is running."


_RENEW: Final = "Renew it; if its dates are right, set the clock of this machine."
_NAME: Final = "Write the name that it is for into the URL, or get one for this name."
_AUTHORITY: Final = "Give the certificate of the authority that issued it with --ca."
_ISSUER: Final = "its certificate was issued by nobody who is known here"
#: Errors of verification, by their numbers in OpenSSL (x509_vfy.h).
_NOT_ACCEPTED: Final = {
    2: (_ISSUER, _AUTHORITY),
    9: ("its certificate, or that of its issuer, is not valid yet", _RENEW),
    10: ("its certificate, or that of its issuer, has expired", _RENEW),
    18: (_ISSUER, _AUTHORITY),
    19: (_ISSUER, _AUTHORITY),
    20: (_ISSUER, _AUTHORITY),
    21: (_ISSUER, _AUTHORITY),
    62: ("its certificate is for another host", _NAME),
    64: ("its certificate is for another host", _NAME),
}
_KNOWN: Final = "Give one that it knows with --client-cert, or let it know the issuer of this one."
_LOG: Final = "Look into its log, and ask which certificates it takes."
#: What a peer says by its alert (RFC 8446 section 6), as OpenSSL names it.
_ALERTS: Final = {
    "certificate required": (
        "it asks for a client certificate",
        "Give one that it knows with --client-cert.",
    ),
    "unknown ca": ("it does not know who issued the client certificate", _KNOWN),
    "bad certificate": ("it takes the client certificate for a bad one", _LOG),
    "unsupported certificate": ("it does not take client certificates of this kind", _LOG),
    "certificate revoked": ("the client certificate was revoked", "Get a new one."),
    "certificate expired": ("the client certificate has expired", "Get a new one."),
    "certificate unknown": ("it does not accept the client certificate", _LOG),
    "access denied": ("it does not let the owner of this client certificate in", _LOG),
    "handshake failure": (
        "it refused the handshake",
        "It may want a client certificate: see --client-cert.",
    ),
    "protocol version": (
        "it speaks no version of TLS from 1.2 on",
        "Let it speak TLS 1.2 or 1.3: older versions are not safe.",
    ),
}
#: What OpenSSL says of bytes that are no TLS.
_NO_TLS: Final = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "RECORD_LAYER_FAILURE",
    "UNKNOWN_PROTOCOL",
)


def tls_problem(error: ssl.SSLError) -> Unreached:
    """Say what went wrong with TLS, and whose certificate it is about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message.rstrip(".")
        what, advice = _NOT_ACCEPTED.get(
            error.verify_code,
            ("its certificate is not accepted", "Get it a certificate without this defect."),
        )
        return Unreached(f"{what}: {said}", advice)
    text = str(error).lower().replace("_", " ")
    for alert, (what, advice) in _ALERTS.items():
        if f"alert {alert}" in text:
            return Unreached(what, advice)
    if error.reason in _NO_TLS:
        return Unreached("it does not speak TLS", "Write http in place of https, or another port.")
    if isinstance(error, ssl.SSLEOFError):
        return Unreached("it hung up during the TLS handshake", _LOG)
    return Unreached(f"no TLS connection: {error.reason or error.strerror}", _LOG)
