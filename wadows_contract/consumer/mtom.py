"""Packing a request as an MTOM message (MTOM section 3.2, RFC 2387)."""

from uuid import uuid4


def pack(
    envelope: bytes, action: str, charset: str = "UTF-8"
) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Return HTTP headers and body of an envelope as the only part of multipart/related.

    `charset` is what the envelope is in, as its part will say.
    """
    boundary = f"wadows_{uuid4().hex}"
    root = f"root.{uuid4().hex}@consumer.invalid"
    outer = (
        f'multipart/related; boundary="{boundary}"; type="application/xop+xml"; '
        f'start="<{root}>"; start-info="application/soap+xml"; action="{action}"'
    )
    head = (
        f"--{boundary}\r\n"
        f'Content-Type: application/xop+xml; charset={charset}; type="application/soap+xml"\r\n'
        "Content-Transfer-Encoding: binary\r\n"
        f"Content-ID: <{root}>\r\n\r\n"
    )
    body = head.encode("ascii") + envelope + f"\r\n--{boundary}--\r\n".encode("ascii")
    return (("Content-Type", outer), ("Accept-Encoding", "identity")), body
