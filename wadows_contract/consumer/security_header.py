"""WS-Security: the wsse:Security header of a request, with a SAML assertion or a UsernameToken.

SOAP Message Security 1.0 section 5 has the header, the UsernameToken Profile 1.0 section 3 its
token; IHE XUA (ITI-40) puts a SAML 2.0 assertion into it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from wadows_spec.constants import SOAP12, WSSE
from wadows_spec.errors import ConfigurationError

#: What of a token is worth stealing: it proves that somebody is who the rest of it says.
_PROOFS: Final = (
    "{http://www.w3.org/2000/09/xmldsig#}SignatureValue",
    "{http://www.w3.org/2001/04/xmlenc#}CipherValue",
    *(f"{{{WSSE}}}{name}" for name in ("Password", "Nonce", "BinarySecurityToken")),
)
_MUST_UNDERSTAND: Final = f"{{{SOAP12}}}mustUnderstand"
_DECLARATION: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*")


@dataclass(frozen=True)
class Token:
    """A wsse:Security element in UTF-8, and what in it is secret."""

    header: bytes = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class User:
    """Somebody with a password, for whom each request has a UsernameToken of its own."""

    name: str
    password: str = field(repr=False)
    digest: bool = True

    def token(self) -> Token:
        """Return a UsernameToken; that of a digest is good for one request."""
        # Only here: zeep takes a moment to import.
        from zeep.wsse import UsernameToken

        envelope = etree.Element(f"{{{SOAP12}}}Envelope")
        header = etree.SubElement(envelope, f"{{{SOAP12}}}Header")
        UsernameToken(self.name, self.password, use_digest=self.digest, zulu_timestamp=True).apply(
            envelope, {}
        )
        (security,) = header
        security.set(_MUST_UNDERSTAND, "true")
        alone: bytes = etree.tostring(security, method="c14n", exclusive=True)
        return Token(alone, (self.password, *_proofs(security)))


def token_in(path: Path) -> Token:
    """Return the header with what a file holds, as it stands there.

    Raises `ConfigurationError` if it cannot be read, or is nothing that a header can hold.
    """
    option = f"--security {path}"
    try:
        content = path.read_bytes()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(content, parser)
    except OSError as error:
        raise ConfigurationError(
            f"{option} cannot be read: {error.strerror}", "Give a file that can be."
        ) from None
    except etree.XMLSyntaxError as error:
        raise ConfigurationError(
            f"{option} is no well-formed XML: line {error.lineno}",
            "It holds a SAML assertion, a wsse:UsernameToken, or wsse:Security around them.",
        ) from None
    tree = root.getroottree()
    if tree.docinfo.doctype or (tree.docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII"):
        raise ConfigurationError(
            f"{option} has a document type, or is not in UTF-8", "A SOAP header can hold neither."
        )
    token = _DECLARATION.sub(b"", content).rstrip()
    secrets = (token.decode(), *_proofs(root))
    if root.tag != f"{{{WSSE}}}Security":
        start = f'<wsse:Security xmlns:wsse="{WSSE}" xmlns:soap12="{SOAP12}"'
        token = f'{start} soap12:mustUnderstand="true">'.encode() + token + b"</wsse:Security>"
    return Token(token, secrets)


def _proofs(root: etree._Element) -> list[str]:
    """Return what proves something, as it stands there and without the white space in it."""
    texts = [(element.text or "").strip() for element in root.iter(*_PROOFS)]
    return [*texts, *("".join(text.split()) for text in texts)]
