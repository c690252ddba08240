"""Images a second: the reference's renderer against DCMTK's dcmj2pnm and Orthanc's `rendered`.

All make the same: JPEG of quality 90, as large as the source, of 512 x 512 values of 16 bits,
in a window of center 40 and width 400. Each image is another document, or another frame of one.
Three comparisons are fair, and a fourth says what starting a process costs:

- HTTP, once each: more documents than Orthanc's memory holds, so that no image is ever asked for
  again before all others were. Over one kept connection, without anything done in parallel:
  the reference by SOAP with MTOM, by a request for each and by one for all, as a set is;
  Orthanc by its own `/instances/{id}/rendered`, and by DICOMweb's `…/instances/{uid}/rendered`
  if it has its plugin. Neither of these can be asked for more than one.
- HTTP, again: the same with so few documents that Orthanc keeps them all in memory.
- frames: all of one document. The reference renders them one by one in one process,
  opening the document each time; dcmj2pnm writes them all in one process (`+Fa`).
- documents, in files: the reference in one process; dcmj2pnm can only have a process for each.

Servers have one core, the same one, and who asks them has another.
All of a comparison are measured in turns, and the best that each did in any turn counts:
what else a machine does can only slow down. Processor time is that of who makes the images.
Without DCMTK or Orthanc what needs it is left out.
"""

import argparse
import http.client
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

import _checkout
import peers
from images import plane, write
from memory import serving
from speed import (
    ASKING,
    SERVING,
    Maker,
    Speed,
    in_turns,
    on_core,
    processor_of,
    processor_of_children,
)

from wadows_reference.frame_source import read_source
from wadows_reference.render import Wanted, render_jpeg
from wadows_spec.documents.identity import REPOSITORY_UNIQUE_ID

_CENTER, _WIDTH, _QUALITY = 40, 400, 90
_OF_DCMTK: Final = (
    "dcmj2pnm", "-q", "+oj", "+Jq", str(_QUALITY), "+Ww", str(_CENTER), str(_WIDTH),
)  # fmt: skip
_ACTION: Final = "urn:dicom:wado:ws:2011:RetrieveRenderedImagingDocumentSet"


def message(*asked: tuple[str, str, str]) -> bytes:
    """Return a rendered request for documents of one series."""
    study, series, _ = asked[0]
    documents = "".join(
        "<w:RenderedDocumentRequest>"
        f"<i:RepositoryUniqueId>{REPOSITORY_UNIQUE_ID}</i:RepositoryUniqueId>"
        f"<i:DocumentUniqueId>{instance}</i:DocumentUniqueId>"
        f"<w:WindowWidth>{_WIDTH}</w:WindowWidth><w:WindowCenter>{_CENTER}</w:WindowCenter>"
        f"<w:ImageQuality>{_QUALITY}</w:ImageQuality><w:FrameNumber>1</w:FrameNumber>"
        "<w:ContentTypeList><w:ContentType>image/jpeg</w:ContentType></w:ContentTypeList>"
        "</w:RenderedDocumentRequest>"
        for _, _, instance in asked
    )
    return (
        '--edge\r\nContent-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"'
        "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@benchmark>\r\n\r\n"
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>'
        f'<a:Action s:mustUnderstand="true">{_ACTION}</a:Action>'
        "<a:MessageID>urn:uuid:4bd95a23-6f3e-4c3b-9b4a-1a4e0b3e7b12</a:MessageID>"
        "<a:To>http://localhost/</a:To></s:Header><s:Body>"
        '<w:RetrieveRenderedImagingDocumentSetRequest xmlns:w="urn:dicom:wado:ws:2011" '
        f'xmlns:i="urn:ihe:iti:xds-b:2007"><w:StudyRequest studyInstanceUID="{study}">'
        f'<w:SeriesRequest seriesInstanceUID="{series}">{documents}</w:SeriesRequest>'
        "</w:StudyRequest>"
        "</w:RetrieveRenderedImagingDocumentSetRequest></s:Body></s:Envelope>\r\n--edge--\r\n"
    ).encode()


def by_soap(url: str, messages: list[bytes]) -> Callable[[], None]:
    """Return what sends the reference each message."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port)
    headers = {
        "Content-Type": 'multipart/related; type="application/xop+xml"; boundary="edge"; '
        'start="<root@benchmark>"; start-info="application/soap+xml"'
    }

    def run() -> None:
        for content in messages:
            connection.request("POST", where.path, content, headers)
            assert b"\xff\xd8\xff" in connection.getresponse().read()

    return run


class Orthanc:
    """An Orthanc that documents are loaded into; an instance is a connection that is kept."""

    def __init__(self, port: int, process: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._names: list[str] = []
        self._processor = processor_of(process)

    def load(self, paths: list[Path]) -> None:
        """Store documents in it."""
        for path in paths:
            self._connection.request("POST", "/instances", path.read_bytes())
            self._names.append(json.loads(self._connection.getresponse().read())["ID"])

    def makers(self, uids: list[tuple[str, str, str]]) -> dict[str, Maker]:
        """Return what asks it for the first documents, by interface."""
        asked = f"window-center={_CENTER}&window-width={_WIDTH}&quality={_QUALITY}"
        own = [f"/instances/{name}/rendered?{asked}" for name in self._names[: len(uids)]]
        window = f"window={_CENTER},{_WIDTH},linear&quality={_QUALITY}"
        web = [
            f"/dicom-web/studies/{study}/series/{series}/instances/{instance}/rendered?{window}"
            for study, series, instance in uids
        ]
        places = {"Orthanc": own} | ({"DICOMweb": web} if peers.DICOMWEB.is_file() else {})
        return {name: Maker(self._asking(each), self._processor) for name, each in places.items()}

    def _asking(self, places: list[str]) -> Callable[[], None]:
        def run() -> None:
            # It hangs up on who was silent while others had their turn.
            self._connection.close()
            for place in places:
                self._connection.request("GET", place, headers={"Accept": "image/jpeg"})
                assert self._connection.getresponse().read().startswith(b"\xff\xd8\xff")

        return run


@contextmanager
def orthanc(scratch: Path, paths: list[Path]) -> Iterator[Orthanc]:
    """Start an Orthanc and load documents into it."""
    with on_core(SERVING), peers.orthanc(scratch) as (port, process), on_core(ASKING):
        server = Orthanc(port, process)
        server.load(paths)
        yield server


def in_files(scratch: Path, paths: list[Path], turns: int) -> dict[str, dict[str, Speed]]:
    """Return the speed of the reference and of dcmj2pnm from file to file."""
    count, loop, made = len(paths), scratch / "loop.dcm", scratch / "made"
    write(loop, "loop", b"".join(plane(number) for number in range(count)), count)

    def ours(made: list[tuple[Path, Wanted]]) -> Maker:
        def run() -> None:
            for number, (path, wanted) in enumerate(made):
                image = render_jpeg(read_source(path), wanted)
                (scratch / f"ours.{number}").write_bytes(image)

        return Maker(run, time.process_time)

    def theirs(commands: list[list[str | Path]]) -> Maker:
        def run() -> None:
            for command in commands:
                subprocess.run([*_OF_DCMTK, *command], check=True)

        return Maker(run, processor_of_children)

    frames = {"reference": ours([(loop, _wanted(number + 1)) for number in range(count)])}
    documents = {"reference": ours([(path, _wanted()) for path in paths])}
    if shutil.which("dcmj2pnm"):
        frames["dcmj2pnm"] = theirs([["+Fa", loop, made]])
        documents["dcmj2pnm"] = theirs([[path, made] for path in paths])
    return {
        f"{count} frames, in files": in_turns(count, turns, frames),
        f"{count} documents, in files": in_turns(count, turns, documents),
    }


def measure(scratch: Path, many: int, few: int, turns: int) -> dict[str, dict[str, Speed]]:
    """Return the speed by comparison and by who makes the images."""
    folder = scratch / "documents"
    folder.mkdir()
    paths = [folder / f"{number:03}.dcm" for number in range(many)]
    uids = [write(path, path.stem, plane(number)) for number, path in enumerate(paths)]
    with (
        on_core(SERVING),
        serving(folder, scratch) as (url, process),
        on_core(ASKING),
        orthanc(scratch, paths) if peers.found("Orthanc") else nullcontext() as theirs,
    ):

        def over_http(asked: list[tuple[str, str, str]]) -> dict[str, Speed]:
            ours = {
                "reference, all in one request": [message(*asked)],
                "reference, a request each": [message(each) for each in asked],
            }
            makers = {
                name: Maker(by_soap(url, messages), processor_of(process))
                for name, messages in ours.items()
            }
            return in_turns(len(asked), turns, makers | (theirs.makers(asked) if theirs else {}))

        return {
            f"{many} documents over HTTP, once each": over_http(uids),
            f"{few} documents over HTTP, again": over_http(uids[:few]),
            **in_files(scratch, paths[:few], turns),
        }


def _wanted(frame: int = 1) -> Wanted:
    return Wanted(frame=frame, window_center=_CENTER, window_width=_WIDTH, quality=_QUALITY)


def show(found: dict[str, dict[str, Speed]]) -> None:
    """Print a table: how fast each is, and the reference against each other one, both ways."""
    for what, speeds in found.items():
        print(f"{what:<40}{'images/s':>9}{'CPU ms':>8}   times as fast as: by the clock, by CPU")
        for name, speed in speeds.items():
            others = [
                f"{each} {speed.images_per_second / other.images_per_second:.2f},"
                f" {other.processor_ms / speed.processor_ms:.2f}"
                for each, other in speeds.items()
                if name.startswith("reference") and not each.startswith("reference")
            ]
            figures = f"{speed.images_per_second:>9.0f}{speed.processor_ms:>8.2f}"
            print(f"  {name:<38}{figures}   {'; '.join(others)}".rstrip())


def main() -> int:
    """Measure, print a table, and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="JSON of the results; rendering.json by default",
                        default=_checkout.ROOT / "benchmarks" / "rendering.json")  # fmt: skip
    parser.add_argument("--many", type=int, default=600, help="documents asked for once each")
    parser.add_argument("--few", type=int, default=100, help="documents and frames in the rest")
    parser.add_argument("--turns", type=int, default=5)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="wadows-rendering-") as scratch:
        found = measure(Path(scratch), given.many, given.few, given.turns)
    show(found)
    given.out.write_text(json.dumps(found, indent=2, default=asdict) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
