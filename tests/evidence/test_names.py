"""Nothing that an endpoint says becomes the name of a file, or reaches one."""

import json
import tomllib
from pathlib import Path

import pytest

from wadows_contract.dicomweb import _read
from wadows_contract.evidence import exchanges, read_events
from wadows_contract.exchange import BodyStore
from wadows_contract.report import observed
from wadows_contract.report.exchange_view import _indented
from wadows_spec.errors import ConfigurationError

OUTWARD = [
    '<!DOCTYPE a [<!ENTITY e SYSTEM "{}">]><a>&e;</a>',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "{}"> %p;]><a/>',
    '<!DOCTYPE a SYSTEM "{}"><a/>',
    '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{}" parse="text"/></a>',
]
TENFOLD = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE a [<!ENTITY e0 "lol">{TENFOLD}]><a b="&e11;"/>'


@pytest.mark.parametrize("name", ["../../outside", "/outside", "..\\outside", "a/b", "T1[a/../b]"])
def test_a_body_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "run" / "bodies"

    body = BodyStore(folder).save((b"an answer",), name)

    assert [folder / body.sha256] == [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("text", OUTWARD)
def test_xml_leads_nowhere(text: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret", encoding="ascii")
    content = text.format((tmp_path / "secret").as_uri()).encode()

    assert "a secret" not in _indented(content)
    assert "a secret" not in json.dumps(_read(content, "application/xml"))


def test_nor_does_it_grow() -> None:
    assert "" == _indented(LAUGHS.encode())
    with pytest.raises(SyntaxError):
        _read(LAUGHS.encode(), "application/xml")


def test_evidence_names_no_file_outside(tmp_path: Path) -> None:
    """The name of a body is its SHA-256: what has another is refused, wherever it leads."""
    (tmp_path / "secret").write_bytes(b"a secret")
    (tmp_path / "run").mkdir()
    header = {"event": "run", "format": 1}
    (tmp_path / "run" / "evidence.jsonl").write_text(f"{json.dumps(header)}\n", encoding="utf-8")
    assert [header] == read_events(tmp_path / "run")
    body = {"sha256": "../../secret", "size": 8}
    event = {"event": "exchange", "id": "T1-1", "scenario": "T1", "failure": "", "seconds": 0}
    message = {"headers": [], "body": body, "url": "http://x/", "method": "POST"}

    with pytest.raises(ConfigurationError, match="SHA-256"):
        exchanges([{**event, "request": message, "response": None}], tmp_path / "run")


def test_comments_of_a_statement_stay_comments() -> None:
    nasty = 'x"\ny = "1"\rz = 2\x1b[2J\u2028w = 3'

    text = observed.commented([nasty])

    assert {} == tomllib.loads(text)
    assert "\x1b" not in text
