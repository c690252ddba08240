"""The streams of `compressed`: each encoded by the tool that README.md of spec/documents names."""

import subprocess
import tempfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydicom import Dataset, dcmread, dcmwrite, uid
from pydicom.encaps import generate_frames

from wadows_spec.documents import compressed, patterns, pitfalls
from wadows_spec.documents.part10 import encode, grey_plane

#: A scan script for cjpeg: DC first, then the AC coefficients in two bands, all in full precision.
_SPECTRAL_SELECTION: Final = "0: 0-0, 0, 0;\n0: 1-5, 0, 0;\n0: 6-63, 0, 0;\n"


def _first_frame(dataset: Dataset) -> bytes:
    return next(generate_frames(dataset.PixelData, number_of_frames=1))


def _dcmtk(dataset: Dataset, *options: str) -> bytes:
    """Encode with dcmcjpeg of Debian's dcmtk."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        source.write_bytes(encode(dataset, uid.ExplicitVRLittleEndian))
        subprocess.run(["dcmcjpeg", "--uid-never", *options, source, target], check=True)
        return _first_frame(dcmread(target))


def _pydicom(dataset: Dataset, transfer_syntax_uid: str, **options: Any) -> bytes:
    """Encode with pydicom: its own RLE, pyjpegls, or OpenJPEG by pylibjpeg-openjpeg."""
    encode(dataset, uid.ExplicitVRLittleEndian)
    dataset.compress(transfer_syntax_uid, generate_instance_uid=False, **options)
    return _first_frame(dataset)


def _spectral() -> bytes:
    """Encode with cjpeg of Debian's libjpeg-turbo-progs."""
    plane = bytes(grey_plane(patterns.EIGHT_BIT, 64, 96))
    with tempfile.TemporaryDirectory() as folder:
        script, source = Path(folder, "scans"), Path(folder, "source.pgm")
        script.write_text(_SPECTRAL_SELECTION)
        source.write_bytes(b"P5 96 64 255\n" + plane)
        command = ["cjpeg", "-quality", "95", "-grayscale", "-arithmetic"]
        run = subprocess.run([*command, "-scans", script, source], check=True, capture_output=True)
        return run.stdout


def _htj2k(**options: Any) -> bytes:
    """Encode with OpenJPH by imagecodecs; its packets go by resolution, that is RPCL."""
    import imagecodecs

    plane = np.array(grey_plane(patterns.DEEP, 64, 64), dtype="<u2").reshape(64, 64)
    return bytes(imagecodecs.htj2k_encode(plane, resolutions=3, tlm=True, **options))


def _deflated(dataset: Dataset) -> bytes:
    """Deflate a data set without file meta information, padded to an even length."""
    buffer = BytesIO()
    dcmwrite(buffer, dataset, implicit_vr=False, little_endian=True)
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = deflater.compress(buffer.getvalue()) + deflater.flush()
    return content + bytes(len(content) % 2)


def streams() -> dict[str, bytes]:
    """Return the stream of every compressed image by the name of its file."""
    coded = {entry.role: entry for entry in compressed.CODED}

    def source(role: str) -> Dataset:
        return coded[role].source(role, 1)

    return {
        "jpeg-extended.jpg": _dcmtk(
            source("jpeg-extended"), "--encode-extended", "--bits-force-12", "--quality", "90"
        ),
        "jpeg-spectral.jpg": _spectral(),
        "jpeg-lossless.jpg": _dcmtk(
            source("jpeg-lossless"), "--encode-lossless", "--selection-value", "6"
        ),
        "jpeg-lossless-sv1.jpg": _dcmtk(source("jpeg-lossless-sv1"), "--encode-lossless-sv1"),
        "jpeg-ls.jls": _pydicom(source("jpeg-ls"), uid.JPEGLSLossless),
        "jpeg-ls-near.jls": _pydicom(source("jpeg-ls-near"), uid.JPEGLSNearLossless, jls_error=2),
        "jpeg-2000-lossless.j2k": _pydicom(source("jpeg-2000-lossless"), uid.JPEG2000Lossless),
        "jpeg-2000.j2k": _pydicom(_transformed(source("jpeg-2000")), uid.JPEG2000, j2k_psnr=[50]),
        "htj2k-lossless.jph": _htj2k(reversible=True),
        "htj2k.jph": _htj2k(reversible=False, level=0.002),
        "rle.rle": _pydicom(source("rle"), uid.RLELossless, encoding_plugin="pydicom"),
        "deflated.deflate": _deflated(compressed.explicit_deflated_source()),
        "structured-report.deflate": _deflated(pitfalls.deflated_report_source()),
    }


def _transformed(dataset: Dataset) -> Dataset:
    """Ask OpenJPEG to transform the colours: it does so if the result is said to be YBR_ICT."""
    dataset.PhotometricInterpretation = "YBR_ICT"
    return dataset
