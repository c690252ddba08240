"""TLS: whether both sides agree, and the certificates of both."""

import ssl
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from wadows_contract.doctor.context import Context
from wadows_contract.doctor.handshake import Handshake
from wadows_contract.doctor.lines import Result, none, red, works

#: Alerts (RFC 8446 section 6.2), as far as they are about one side's certificate.
_NO_CERTIFICATE, _CERTIFICATE_REQUIRED = 41, 116
_HANDSHAKE_FAILURE, _PROTOCOL_VERSION = 40, 70
_REFUSALS: Final = {
    42: ("it is bad", "Look whether the file holds the certificate that the endpoint was told of."),
    43: ("of a kind that it does not take", "Ask for a certificate of another kind of key."),
    44: ("it was revoked", "Get a new certificate."),
    45: ("it has expired", "Get a new certificate."),
    46: ("for a reason that it does not tell", "Look into the endpoint's own log."),
    48: (
        "it does not know who issued it",
        "Let the endpoint trust the authority that issued it, or get one that it does trust.",
    ),
    49: ("access is denied", "Ask whoever runs the endpoint to let this certificate in."),
    51: ("the key is not the certificate's", "Give the key that belongs to the certificate."),
}
#: Errors of OpenSSL's verification (x509_vfy.h) that tell of dates or names, which have lines.
_OF_DATES: Final = (9, 10)
_OF_NAMES: Final = (62, 64)
_UNKNOWN_ISSUER: Final = (2, 18, 19, 20, 21)
_NOT_TLS: Final = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
_SOON: Final = 30  # days

_NO_CHAIN: Final = "Give the endpoint a certificate of its own, and look into its log."
_PLAIN: Final = "the URL begins with http: nothing is encrypted"
_WITHIN: Final = "it is within TLS with the proxy, where nobody looks"


def tls(context: Context) -> Result:
    """Shake hands without looking at any certificate."""
    looked_at = f"a handshake with {context.route.host}"
    if _unseen(context):
        return none(looked_at, _unseen(context))
    shaken = context.handshake
    if shaken.version and not context.certificates:
        return red(looked_at, "no certificate that can be read", _NO_CHAIN)
    if shaken.version:
        return works(looked_at, f"{shaken.version}, {shaken.cipher}")
    if context.certificates and (shaken.asked or shaken.alert in _REFUSALS):
        return works(looked_at, "as far as the certificate of the client")
    return red(looked_at, _problem(shaken), _advice(shaken))


def _unseen(context: Context) -> str:
    """Say why there is no TLS to be looked at; empty if there is."""
    if not context.secure:
        return _PLAIN
    return _WITHIN if context.route.hides_tls else ""


def _problem(shaken: Handshake) -> str:
    error = shaken.problem
    if isinstance(error, ssl.SSLEOFError | ConnectionResetError):
        return "the other side hung up"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    return str(error)


def _advice(shaken: Handshake) -> str:
    reason = getattr(shaken.problem, "reason", None) or ""
    if reason in _NOT_TLS:
        return "The port is open and speaks no TLS: write http://, or give the port of TLS."
    if isinstance(shaken.problem, TimeoutError):
        return "It may speak plain HTTP, and wait for more: try http://, or the port of TLS."
    if shaken.alert == _PROTOCOL_VERSION or "PROTOCOL" in reason:
        return "Both sides have no version in common; TLS 1.2 is the least that is spoken here."
    if shaken.alert == _HANDSHAKE_FAILURE:
        return "Both sides have no cipher in common: look what the endpoint is set to."
    return "Look whether this is the port of TLS, and into the endpoint's own log."


def chain(context: Context) -> Result:
    """Look whether the endpoint's certificate was issued by somebody who is trusted."""
    if _unseen(context):
        return none("the endpoint's certificate", _unseen(context))
    sent = context.certificates
    names = [_name(sent[0].subject), *(_name(each.issuer) for each in sent)]
    looked_at = " ← ".join(dict.fromkeys(names))  # a root issued itself
    shaken = context.shake_hands(_trusting(context))
    problem = shaken.problem
    if not isinstance(problem, ssl.SSLCertVerificationError):
        return works(looked_at, "trusted") if _verified(shaken) else _came_to_nothing(shaken)
    code, said = problem.verify_code, problem.verify_message
    if code in _OF_DATES and not _out_of_date(sent[0]):
        return red(looked_at, f"{said}: one of those who issued it", "Renew that certificate.")
    if code in _OF_DATES:
        return works(looked_at, "trusted, but for its dates")
    if code in _UNKNOWN_ISSUER:
        return red(looked_at, f"not trusted: {said}", _untrusted(context, sent))
    return red(looked_at, f"not trusted: {said}", "Get a certificate without this defect.")


def _untrusted(context: Context, sent: tuple[x509.Certificate, ...]) -> str:
    issuer = _name(sent[-1].issuer)
    given = f" in place of {context.connection.ca}" if context.connection.ca else ""
    if sent[-1].issuer == sent[-1].subject:
        return f"Give the certificate of {issuer} with --ca{given}."
    return (
        f"Give the certificate of {issuer} with --ca{given}; if that is no root, let the "
        "endpoint send it along."
    )


def host_name(context: Context) -> Result:
    """Look whether the endpoint's certificate is for the host of the URL."""
    if _unseen(context):
        return none(context.route.host, _unseen(context))
    own = context.certificates[0]
    shaken = context.shake_hands(_trusting_alone(own))
    problem = shaken.problem
    names = ", ".join(_names(own)) or "no name at all"
    if isinstance(problem, ssl.SSLCertVerificationError) and problem.verify_code in _OF_NAMES:
        return red(
            context.route.host,
            f"the certificate is for {names}",
            "Write one of these names into the URL, or get a certificate for this one.",
        )
    if not _verified(shaken) and not isinstance(problem, ssl.SSLCertVerificationError):
        return _came_to_nothing(shaken)
    return works(context.route.host, f"the certificate is for {names}")


def _verified(shaken: Handshake) -> bool:
    """Tell whether a handshake went beyond our verification: what we refuse ends it before."""
    refused_us = bool(shaken.chain) and (shaken.asked or shaken.alert is not None)
    return shaken.problem is None or refused_us


def _came_to_nothing(shaken: Handshake) -> Result:
    return red("another handshake", _problem(shaken), "It went well before: try again.")


def _trusting(context: Context) -> ssl.SSLContext:
    """Return settings that trust who is to be trusted, whatever the certificate's names."""
    settings = context.trust()
    settings.check_hostname = False
    settings.verify_mode = ssl.CERT_REQUIRED
    return settings


def _trusting_alone(certificate: x509.Certificate) -> ssl.SSLContext:
    """Return settings that trust one certificate and nobody else, so that names alone count."""
    settings = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    settings.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    settings.hostname_checks_common_name = False  # as in the requests of the suite
    settings.load_verify_locations(cadata=certificate.public_bytes(Encoding.DER))
    return settings


def _names(certificate: x509.Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return []
    dns = names.get_values_for_type(x509.DNSName)
    return [*dns, *map(str, names.get_values_for_type(x509.IPAddress))]


def validity(context: Context) -> Result:
    """Look whether the endpoint's certificate is valid today."""
    if _unseen(context):
        return none("the endpoint's certificate", _unseen(context))
    certificate = context.certificates[0]
    looked_at = _dates(certificate)
    if wrong := _out_of_date(certificate):
        return red(
            looked_at,
            f"the certificate {wrong}",
            "Renew the endpoint's certificate; if its dates are right, set the clock here.",
        )
    left = (certificate.not_valid_after_utc - datetime.now(UTC)).days
    return works(looked_at, "valid" if left > _SOON else f"valid for {left} more days: renew it")


def _dates(certificate: x509.Certificate) -> str:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def _out_of_date(certificate: x509.Certificate) -> str:
    """Say how a certificate is out of date; empty if it is not."""
    now = datetime.now(UTC)
    if now > certificate.not_valid_after_utc:
        return "has expired"
    return "is not valid yet" if now < certificate.not_valid_before_utc else ""


def client_certificate(context: Context) -> Result:
    """Look whether the endpoint asks for a certificate, and whether it takes the one given."""
    if _unseen(context):
        return none("what the endpoint asks for", _unseen(context))
    shaken = context.presented
    given = context.client_certificate
    if not context.connection.client_cert:
        return _none_given(shaken)
    looked_at = f"{_name(given.subject)}, {_dates(given)}" if given else "the one given"
    wrong = _out_of_date(given) if given else ""
    if not shaken.problem and shaken.asked:
        beside = f", though it {wrong}" if wrong else ""
        return works(looked_at, f"asked for, and taken{beside}")
    if not shaken.problem:
        return none(looked_at, "the endpoint asks for none, so that it was not shown")
    if wrong:
        return red(looked_at, f"refused: it {wrong}", "Get a new certificate.")
    why, advice = _REFUSALS.get(shaken.alert or 0, (_problem(shaken), _ASK))
    return red(looked_at, f"refused: {why}", advice)


_ASK: Final = "Ask whoever runs the endpoint which certificates it takes."
_GIVE: Final = "Give the certificate that the endpoint knows with --client-cert and --client-key."


def _none_given(shaken: Handshake) -> Result:
    looked_at = "what the endpoint asks for"
    if shaken.asked and shaken.problem:
        return red(looked_at, "it requires a certificate, and none was given", _GIVE)
    if shaken.problem:
        return red(looked_at, _problem(shaken), _GIVE)
    if shaken.asked:
        return works(looked_at, "a certificate, but it goes on without one")
    return none(looked_at, "no certificate given, none asked for")


def _name(name: x509.Name) -> str:
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string() or "no name"
