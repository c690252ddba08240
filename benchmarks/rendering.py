"""Images a second: the reference's renderer against DCMTK's dcmj2pnm and Orthanc's `rendered`.

All make the same: JPEG of quality 90, as large as the source, of 512 x 512 values of 16 bits,
in a window of center 40 and width 400. Each image is another document, or another frame of one.
Two comparisons are fair, and a third says what starting a process costs:

- frames: all of one document. The reference renders them one by one in one process,
  opening the document each time; dcmj2pnm writes them all in one process (`+Fa`).
- HTTP: documents one by one over one kept connection, without anything done in parallel,
  from the reference by SOAP with MTOM, from Orthanc by its own `/instances/{id}/rendered`,
  and by DICOMweb's `…/instances/{uid}/rendered` if it has its plugin.
- one request: the same, with all documents asked for at once, as a set is;
  neither of Orthanc's can be asked for more than one.
- documents, in files: the reference in one process; dcmj2pnm can only have a process for each.

Every comparison is measured in turns, and the median of the turns counts.
Without DCMTK or Orthanc what needs it is left out.
"""

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

import _checkout
import numpy as np
from memory import serving
from pydicom import Dataset, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

from wadows_reference.frame_source import read_source
from wadows_reference.render import Wanted, render_jpeg
from wadows_spec.documents.identity import REPOSITORY_UNIQUE_ID, uid_of

_SIDE: Final = 512
_CENTER, _WIDTH, _QUALITY = 40, 400, 90
_WANTED: Final = Wanted(window_center=_CENTER, window_width=_WIDTH, quality=_QUALITY)
_OF_DCMTK: Final = (
    "dcmj2pnm", "-q", "+oj", "+Jq", str(_QUALITY), "+Ww", str(_CENTER), str(_WIDTH),
)  # fmt: skip
#: Where Debian has Orthanc's DICOMweb.
_PLUGIN: Final = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so"
_ACTION: Final = "urn:dicom:wado:ws:2011:RetrieveRenderedImagingDocumentSet"

#: Makes a number of images and returns them, or nothing if they went to files.
Run = Callable[[], object]


def plane(number: int) -> bytes:
    """Return the pixels of an image: something soft with noise upon it, as HU + 1024."""
    row, column = np.mgrid[:_SIDE, :_SIDE]
    soft = 200 * np.sin((column + 7 * number) / 40) + 200 * np.cos(row / 30) + 1064
    noise = np.random.default_rng(number).normal(0, 12, (_SIDE, _SIDE))
    return np.clip(soft + noise, 0, 4095).astype("<u2").tobytes()


def write(path: Path, name: str, pixels: bytes, frames: int = 1) -> tuple[str, str, str]:
    """Write a CT and return its study, series and instance."""
    dataset = Dataset()
    dataset.SOPClassUID = CTImageStorage
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uid_of("rendering"), uid_of("rendering/1")
    dataset.SOPInstanceUID = uid_of(f"rendering/{name}")
    dataset.PatientName, dataset.PatientID = "Testperson^Many Invented", "WADOWS-BENCH"
    dataset.Modality, dataset.NumberOfFrames = "CT", frames
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.Rows = dataset.Columns = _SIDE
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit, dataset.PixelRepresentation = 15, 0
    dataset.RescaleIntercept, dataset.RescaleSlope = "-1024", "1"
    dataset.add_new("PixelData", "OW", pixels)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dcmwrite(path, dataset, enforce_file_format=True)
    return dataset.StudyInstanceUID, dataset.SeriesInstanceUID, dataset.SOPInstanceUID


def in_turns(count: int, turns: int, **runs: Run) -> dict[str, float]:
    """Return images a second of each, the median of its turns; the first turn warms up."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(turns + 1):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - started)
    return {name: count / statistics.median(all_[1:]) for name, all_ in seconds.items()}


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


def by_soap(url: str, messages: list[bytes]) -> Run:
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


@contextmanager
def orthanc(
    scratch: Path, paths: list[Path], uids: list[tuple[str, str, str]]
) -> Iterator[dict[str, Run]]:
    """Start an Orthanc, load documents into it, and yield what asks it for each, by interface."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "HttpPort": port,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "DicomServerEnabled": False,
        "KeepAlive": True,
        "StorageDirectory": str(scratch / "orthanc"),
        "IndexDirectory": str(scratch / "orthanc"),
        "Plugins": [plugin for plugin in [_PLUGIN] if Path(plugin).is_file()],
    }
    configuration = scratch / "orthanc.json"
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    with (
        (scratch / "orthanc.log").open("w", encoding="utf-8") as log,
        subprocess.Popen([_orthanc(), configuration], stdout=log, stderr=log) as process,
    ):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            _wait(connection)
            names = [_loaded(connection, path) for path in paths]
            query = f"window-center={_CENTER}&window-width={_WIDTH}&quality={_QUALITY}"

            def asking(places: list[str]) -> Run:
                def run() -> None:
                    for place in places:
                        connection.request("GET", place, headers={"Accept": "image/jpeg"})
                        assert connection.getresponse().read().startswith(b"\xff\xd8\xff")

                return run

            runs = {"Orthanc": asking([f"/instances/{name}/rendered?{query}" for name in names])}
            if settings["Plugins"]:
                window = f"window={_CENTER},{_WIDTH},linear&quality={_QUALITY}"
                web = [
                    f"/dicom-web/studies/{study}/series/{series}/instances/{instance}/rendered?{window}"
                    for study, series, instance in uids
                ]
                runs["DICOMweb"] = asking(web)
            yield runs
        finally:
            process.terminate()


def _orthanc() -> str:
    return shutil.which("Orthanc", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def _wait(connection: http.client.HTTPConnection) -> None:
    for _ in range(100):
        try:
            connection.request("GET", "/system")
            connection.getresponse().read()
        except OSError:
            connection.close()
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("Orthanc does not answer")


def _loaded(connection: http.client.HTTPConnection, path: Path) -> str:
    connection.request("POST", "/instances", path.read_bytes())
    return str(json.loads(connection.getresponse().read())["ID"])


def measure(scratch: Path, count: int, turns: int) -> dict[str, dict[str, float]]:
    """Return images a second by comparison and by who makes them."""
    folder = scratch / "documents"
    folder.mkdir()
    paths = [folder / f"{number:03}.dcm" for number in range(count)]
    planes = [plane(number) for number in range(count)]
    uids = [write(path, path.stem, pixels) for path, pixels in zip(paths, planes, strict=True)]
    loop = scratch / "loop.dcm"
    write(loop, "loop", b"".join(planes), count)
    made = scratch / "made"

    def frames() -> None:
        for number in range(1, count + 1):
            (scratch / f"ours.{number}").write_bytes(
                render_jpeg(read_source(loop), _numbered(number))
            )

    def documents() -> None:
        for path in paths:
            (scratch / "ours").write_bytes(render_jpeg(read_source(path), _WANTED))

    def processes() -> None:
        for path in paths:
            subprocess.run([*_OF_DCMTK, path, made], check=True)

    found = {}
    if shutil.which("dcmj2pnm"):

        def all_frames() -> None:
            subprocess.run([*_OF_DCMTK, "+Fa", loop, made], check=True)

        found["frames"] = in_turns(count, turns, reference=frames, dcmj2pnm=all_frames)
        found["documents"] = in_turns(count, turns, reference=documents, dcmj2pnm=processes)
    with serving(folder, scratch) as (url, _):
        ours = by_soap(url, [message(each) for each in uids])
        at_once = by_soap(url, [message(*uids)])
        with orthanc(scratch, paths, uids) if _orthanc() else nullcontext({}) as theirs:
            found["HTTP"] = in_turns(count, turns, reference=ours, **theirs)
            found["one request"] = in_turns(count, turns, reference=at_once, **theirs)
    return found


def _numbered(frame: int) -> Wanted:
    return Wanted(frame=frame, window_center=_CENTER, window_width=_WIDTH, quality=_QUALITY)


def main() -> int:
    """Measure, print a table, and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="JSON of the results; rendering.json by default",
                        default=_checkout.ROOT / "benchmarks" / "rendering.json")  # fmt: skip
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--turns", type=int, default=5)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="wadows-rendering-") as scratch:
        found = measure(Path(scratch), given.images, given.turns)
    print(f"{'images a second':<16}{'reference':>11}{'other':>11}  {'':<10}{'ratio':>6}")
    for what, rates in found.items():
        ours = rates["reference"]
        others = [(name, rate) for name, rate in rates.items() if name != "reference"]
        for name, rate in others or [("none", float("nan"))]:
            print(f"{what:<16}{ours:>11.0f}{rate:>11.0f}  {name:<10}{ours / rate:>6.2f}")
    given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
