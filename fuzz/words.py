"""Words that messages are changed by: what is read with care where it is read well."""

from typing import Final

#: What numbers, UIDs, paths, references and words of a message may be set to.
VALUES: Final = (
    "", " ", "0", "1", "-1", "2", "255", "65536", "2147483648", "99999999999999999999", "1e999",
    "-0.0", "NaN", "INF", "0x10", "1_0", "\u0661", "1.5", "1,1", "0,0,1,1", "0,0,0,0", "1,1,0,0",
    "0.2,0.2,0.8,0.8", "-1,-1,2,2", "nan,nan,nan,nan", "1.2.3", "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5", "1." * 32, "1" * 65,
    "." * 64, "1..2", "../../etc/passwd", "/etc/passwd", "C:\\x", "file:///etc/passwd",
    "http://127.0.0.1:9/", "urn:uuid:", "cid:", "cid:%", "cid:%00", "cid:1@x", "cid:%ff%fe", "*",
    "*/*", "image/jpeg", "image/png", "image/gif", "application/dicom", "application/soap+xml",
    "multipart/related", "true", "false", "TRUE", "yes", "no", "patient", "technique", "'", '"',
    "<b>", "</script>", "&amp;", "]]>", "%s%n", "{0}", "\\", "\u202e", "\U0001f480", "\ud7ff",
    "A" * 3000, "utf-8", "utf-16", "utf-7", "idna", "zip", "hex", "undefined", "base64", "gzip",
    "quoted-printable", "deflate", "binary", "7bit", "--", "-", "\0", "utf-8\0", "x\0y", "\xe9",
)  # fmt: skip
#: Pieces of XML, MIME and DICOM.
PIECES: Final = (
    b"\0", b"\xff", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"--", b"<", b">", b"&", b"&e;", b'"', b"=",
    b"<!DOCTYPE s [<!ENTITY e 'x'>]>", b"<?x y?>", b"<!-- -->", b"<![CDATA[", b"]]>", b"<a>",
    b"</a>", b'xmlns="urn:x"', b'xmlns:s=""', b"%00", b"DICM", b"\xff\xd8", b"\xff\xd9",
    b"\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00", b"\xff\x4f\xff\x51",
    b"\x08\x00\x18\x00UI",
    b"\xff\xff\xff\xff", b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0", b"\x28\x00\x10\x00US\x02\x00",
    b"Content-ID: <1@x>\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n", b"Content-Type: text/plain\r\n",
    "<\u00fc/>".encode("utf-16"), b"A" * 3000, b"<a>" * 300, b"\x00" * 500,
    b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
)  # fmt: skip
#: Header fields that mean something to those who read messages.
NAMES: Final = (
    "Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "MIME-Version",
    "Authorization", "SOAPAction", "Expect", "Accept", "Host", "Location", "Content-Location",
)  # fmt: skip
#: Media types, good and bad.
TYPES: Final = (
    "", ";", ";;;", '"', "text/xml", "text/html", "application/soap+xml", "multipart/related",
    'application/soap+xml; charset="utf-16"; action="urn:x"', "multipart/mixed; boundary=x",
    'multipart/related; boundary=""', "multipart/related; boundary=-", "application/dicom",
    "multipart/related; boundary*=utf-8''%ff", "a/b; =", "\xff",
)  # fmt: skip
#: First lines, of requests and of answers.
LINES: Final = (
    "GET {} HTTP/1.1", "GET {}?wsdl HTTP/1.1", "GET {}?xsd=../x HTTP/1.1",
    "GET {}?xsd=%ff HTTP/1.1",
    "HEAD {}?wsdl HTTP/1.1", "PUT {} HTTP/1.1", "POST / HTTP/1.1", "POST {}%00 HTTP/1.1",
    "HTTP/1.1 202 Accepted", "HTTP/1.1 204 No", "HTTP/1.1 400 B", "HTTP/1.1 500 B",
    "HTTP/1.1 999 ?", "HTTP/1.1 301 Moved",
)  # fmt: skip
