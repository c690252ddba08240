"""Who may ask: HTTP credentials, and the token in wsse:Security (IHE XUA).

A token is known by its being the very one that an operator names: no signature is verified.
A UsernameToken may have a digest in place of the password that the operator's has.
Fault codes are those of WS-Security 1.0, SOAP Message Security, section 12.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from wadows_reference.faults import SENDER, SoapFault
from wadows_reference.xml import elements
from wadows_spec.constants import WSSE, WSU
from wadows_spec.errors import ConfigurationError

SECURITY: Final = f"{{{WSSE}}}Security"
USERNAME_TOKEN: Final = f"{{{WSSE}}}UsernameToken"
_USERNAME, _PASSWORD, _NONCE = (f"{{{WSSE}}}{name}" for name in ("Username", "Password", "Nonce"))
_CREATED: Final = f"{{{WSU}}}Created"


@dataclass(frozen=True)
class Access:
    """What a request needs: an Authorization header field, a token in canonical form; or neither.

    An empty one is not asked for.
    """

    authorization: str = ""
    token: bytes = b""

    @property
    def understood(self) -> tuple[str, ...]:
        """The header blocks that are understood since they are needed."""
        return (SECURITY,) if self.token else ()

    @property
    def challenge(self) -> str:
        """What WWW-Authenticate says to who has not shown the right Authorization."""
        scheme = self.authorization.partition(" ")[0]
        return f'{scheme} realm="wadows-contract reference"'

    def authorizes(self, shown: str) -> bool:
        """Tell whether an Authorization header field will do; empty if there was none."""
        wanted = self.authorization
        return not wanted or hmac.compare_digest(wanted.encode(), shown.encode("latin-1"))

    def check_token(self, header: etree._Element | None) -> None:
        """Raise `SoapFault` if the header of a message does not hold the token."""
        if not self.token:
            return
        security = header.find(SECURITY) if header is not None else None
        if security is None:
            raise SoapFault(
                SENDER,
                "A request needs a wsse:Security header with a token; this one has none.",
                ["InvalidSecurity"],
                vocabulary=WSSE,
            )
        if not any(self._knows(token) for token in elements(security)):
            raise SoapFault(
                SENDER,
                "The token in the wsse:Security header is none that is known here.",
                ["FailedAuthentication"],
                vocabulary=WSSE,
            )

    def _knows(self, token: etree._Element) -> bool:
        if canonical(token) == self.token:
            return True
        ours = etree.fromstring(self.token)
        shown = token.find(_PASSWORD)
        if not token.tag == ours.tag == USERNAME_TOKEN or shown is None:
            return False
        wanted = ours.findtext(_PASSWORD, "").encode()
        if shown.get("Type", "").endswith("#PasswordDigest"):
            wanted = _digest(token, wanted)
        same = token.findtext(_USERNAME) == ours.findtext(_USERNAME)
        return same and hmac.compare_digest(wanted, (shown.text or "").encode())


def _digest(token: etree._Element, password: bytes) -> bytes:
    """Return the digest that a UsernameToken has to have (UsernameToken Profile 1.0, 3.1)."""
    try:
        nonce = base64.b64decode(token.findtext(_NONCE) or "")
    except ValueError:
        nonce = b""
    content = nonce + token.findtext(_CREATED, "").encode() + password
    return base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest())


def canonical(token: etree._Element) -> bytes:
    """Return a token in the form that does not depend on what is around it."""
    alone: bytes = etree.tostring(token, method="c14n", exclusive=True)
    return alone


def read_access(basic: Path | None, bearer: Path | None, security: Path | None) -> Access:
    """Return what files hold: `user:password`, a bearer token, a token as XML.

    Raises `ConfigurationError` if one cannot be read.
    """
    authorization, token = "", b""
    if basic is not None:
        authorization = f"Basic {base64.b64encode(_line(basic).encode()).decode()}"
    if bearer is not None:
        authorization = f"Bearer {_line(bearer)}"
    if security is not None:
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(_content(security), parser)
        except etree.XMLSyntaxError:
            raise ConfigurationError(
                f"{security} is no well-formed XML", "It holds the token that requests need."
            ) from None
        token = canonical(elements(root)[0] if root.tag == SECURITY else root)
    return Access(authorization, token)


def _line(path: Path) -> str:
    return _content(path).decode("utf-8", "replace").rstrip("\r\n")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}", "Give another file."
        ) from error
