"""Recorded answers, spoilt at random, through everything that reads and judges.

Whatever an endpoint sends, the suite ends with a verdict: nothing is raised, nothing hangs,
and memory does not grow. Each spoilt answer is made from its number alone,
so that one that does harm can be made again with `--only`.

Exits 1 if anything was raised, took longer than the limit, or if memory grew by more than 20 MB.
"""

import argparse
import faulthandler
import random
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from _checkout import ROOT  # noqa: F401  puts the packages of the checkout on the path

from wadows_contract.evidence import exchanges, read_events
from wadows_contract.exchange import Body, Exchange, Headers, Response
from wadows_contract.judge import beyond, expectations
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.sweep import sweep
from wadows_contract.reference_process import environment
from wadows_spec.catalogue import CATALOGUE_FILE, Catalogue, load_catalogue
from wadows_spec.constants import EXPLICIT_VR_LE
from wadows_spec.statement import Statement, load_statement

LIMIT_MB: Final = 20.0
#: Seconds after which one answer counts as one that hangs the suite.
PATIENCE: Final = 20
#: Answers of more bytes are left out: it is the reading that is tried, not the disk.
_LARGEST: Final = 200_000
#: Memory is compared with that after this share of the answers, when all is loaded once.
_WARM: Final = 0.05
_TOKENS: Final = (
    b"", b"\0", b"\xff", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"--", b"<", b">", b"&", b"&e;",
    b'"', b"=", b"<!DOCTYPE s [<!ENTITY e 'x'>]>", b"<?x y?>", b"<!-- -->", b"<![CDATA[", b"]]>",
    b"<a>", b"</a>",
    b'xmlns="urn:x"', b'xmlns:s=""', b"cid:", b"%", b"%00", b"99999999999999999999", b"-1", b"DICM",
    b"\xff\xd8", b"\xff\xd9", b"\x08\x00\x18\x00UI", b"\xff\xff\xff\xff", b"\xfe\xff\x00\xe0",
    b"Content-ID: <1@x>\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n", b"Content-Type: text/plain\r\n",
    "<ü/>".encode("utf-16"), b"A" * 3000, b"<a>" * 300, b"\x00" * 500,
)  # fmt: skip
_TYPES: Final = (
    "", "text/html", "multipart/related", "multipart/mixed; boundary=x", "application/soap+xml",
    'application/soap+xml; charset="utf-16"; action="urn:x"', "application/dicom", ";;;", '"',
    "a/b; =",
    'multipart/related; boundary=""', "multipart/related; boundary=-", "\xff",
)  # fmt: skip


def spoilt(body: bytes, chance: random.Random) -> bytes:
    """Return a body with one to four things wrong with it."""
    for _ in range(chance.randint(1, 4)):
        at = _place(body, chance)
        end = min(len(body), at + chance.choice((0, 1, 2, 5, 40, 400)))
        match chance.randrange(7):
            case 0:  # bits flipped
                changed = bytes(byte ^ (1 << chance.randrange(8)) for byte in body[at:end])
                body = body[:at] + changed + body[end:]
            case 1:  # cut off
                body = body[:at]
            case 2:  # left out
                body = body[:at] + body[end:]
            case 3:  # repeated
                body = body[:end] + body[at:]
            case 4:  # taken from elsewhere
                other = _place(body, chance)
                body = body[:at] + body[other : other + end - at] + body[end:]
            case 5:  # a word in place of another
                body = body.replace(*_words(body, chance), 1)
            case _:  # something that means something
                body = body[:at] + chance.choice(_TOKENS) + body[end:]
    return body


def _place(body: bytes, chance: random.Random) -> int:
    """Return an offset: mostly in the envelope, which comes first, where the meaning is."""
    most = len(body) if chance.random() < 0.3 else min(len(body), 4000)
    return chance.randint(0, most)


def _words(body: bytes, chance: random.Random) -> tuple[bytes, bytes]:
    words = re.findall(rb"[\w:.-]{3,}", body[:6000]) or [b"\0"]
    return chance.choice(words), chance.choice([*words, *_TOKENS])


def _headers(headers: Headers, chance: random.Random) -> Headers:
    """Return headers of which one may be gone, doubled, or spoilt."""
    fields = list(headers.fields)
    if not fields or chance.random() < 0.7:
        return headers
    at = chance.randrange(len(fields))
    name, value = fields[at]
    text = spoilt(value.encode(), chance).decode("latin-1")
    choices = [[], [(name, value)] * 2, [(name, text)], [("Content-Type", chance.choice(_TYPES))]]
    fields[at : at + 1] = chance.choice(choices)
    return Headers(tuple(fields))


def spoilt_exchange(number: int, recorded: Sequence[Exchange], scratch: Path) -> Exchange:
    """Return the recorded answer that a number stands for, spoilt; its body is in `scratch`."""
    chance = random.Random(number)  # noqa: S311  chance that can be had again
    exchange = chance.choice(recorded)
    response = exchange.response
    assert response is not None
    content = spoilt(response.body.read(), chance)
    scratch.write_bytes(content)
    status = chance.choice((200, 202, 400, 500)) if chance.random() < 0.1 else response.status
    body = Body(scratch, len(content), "")
    changed = Response(status, response.reason, _headers(response.headers, chance), body)
    return replace(exchange, response=changed)


def judge(case: Case) -> list[Finding]:
    """Return what every check and every expectation finds."""
    findings = sweep(case)
    uid = next((entry.document for entry in case.asked.documents), "1.2.3")
    judges: list[Callable[[], Iterator[Finding]]] = [
        lambda: expectations.delivered(case, uid),
        lambda: expectations.refused(case, uid, "document-unknown"),
        lambda: expectations.status(case, "Success"),
        lambda: expectations.fault(case, "Sender"),
        lambda: beyond.in_transfer_syntaxes(case, {uid: {EXPLICIT_VR_LE}}),
        lambda: expectations.better_image(case, case),
    ]
    for each in judges:
        try:
            findings += each()
        except expectations.Unreadable:
            continue
    expectations.in_short(case)
    return findings


def resident_mb() -> float:
    """Return the resident set of this process, in MB of 10^6 bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@contextmanager
def recordings(evidence: Path | None) -> Iterator[tuple[list[Exchange], Catalogue]]:
    """Yield recorded exchanges and their catalogue: of a run given, or of a new one."""
    with TemporaryDirectory(prefix="wadows-") as scratch:
        documents = Path(scratch) / "documents"
        cli = [sys.executable, "-m", "wadows_contract.cli"]
        subprocess.run(
            [*cli, "documents", "write", str(documents)], check=True, env=environment(),
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        folder = evidence or Path(scratch) / "run"
        if evidence is None:
            subprocess.run(
                [*cli, "certify", "--out", str(folder)], check=True, env=environment(),
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        found = exchanges(read_events(folder), folder).values()
        small = [
            entry for entry in found if entry.response and entry.response.body.size <= _LARGEST
        ]
        yield small, load_catalogue(documents / CATALOGUE_FILE)


def try_one(
    number: int, recorded: Sequence[Exchange], scratch: Path, by: tuple[Statement, Catalogue]
) -> str:
    """Judge one spoilt answer; returns what was raised, empty if nothing was."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    try:
        judge(Case(spoilt_exchange(number, recorded, scratch), *by))
    except Exception:  # noqa: BLE001  whatever it is, it is what is looked for
        return traceback.format_exc()
    finally:
        faulthandler.cancel_dump_traceback_later()
    return ""


def main() -> int:
    """Run; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--only", type=int, help="judge this one alone")
    parser.add_argument("--evidence", type=Path, help="folder of a run; a new one by default")
    options = parser.parse_args()
    first, count = (options.only, 1) if options.only is not None else (options.first, options.count)
    with recordings(options.evidence) as (recorded, catalogue), TemporaryDirectory() as folder:
        by = (load_statement("dcm4chee-arc"), catalogue)
        warm, most, harmful = 0.0, 0.0, 0
        slowest, slowest_number = 0.0, first
        started = time.monotonic()
        for index in range(count):
            before = time.monotonic()
            if raised := try_one(first + index, recorded, Path(folder) / "body", by):
                harmful += 1
                print(f"number {first + index} raised:\n{raised}", file=sys.stderr)
            if (took := time.monotonic() - before) > slowest:
                slowest, slowest_number = took, first + index
            if index == int(count * _WARM):
                warm = resident_mb()
            elif index % 500 == 0 and warm:
                most = max(most, resident_mb())
        growth = max(most, resident_mb()) - warm
        spent = time.monotonic() - started
    print(
        f"{count} spoilt answers of {len(recorded)} recorded: {harmful} raised;"
        f" the slowest took {slowest:.2f} s (number {slowest_number});"
        f" memory grew by {growth:.1f} MB; {spent:.0f} s in all"
    )
    return int(harmful > 0 or growth > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main())
