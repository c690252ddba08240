"""Encode the streams of the test documents once more: `python -m wadows_spec.documents.freeze DIR`.

Needed only when a pattern changes: the streams in spec/documents are frozen,
since another version of the encoder gives other bytes.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from wadows_spec.documents import freeze_images, freeze_video, patterns
from wadows_spec.documents.part10 import colour_plane, grey_plane

_START_OF_SCAN: Final = b"\xff\xda"
_END_OF_IMAGE: Final = b"\xff\xd9"


def _jpeg(mode: str, rows: int, columns: int, samples: bytes) -> bytes:
    """JPEG Baseline, quality 95; chroma 4:2:2, as Photometric Interpretation YBR_FULL_422 says."""
    buffer = BytesIO()
    image = Image.frombytes(mode, (columns, rows), samples)
    options = {"subsampling": "4:2:2"} if mode == "RGB" else {}
    image.save(buffer, "JPEG", quality=95, **options)
    return buffer.getvalue()


def _without_scan(stream: bytes) -> bytes:
    """Cut a stream before its scan: well framed, but no decoder finds an image in it."""
    return stream[: stream.index(_START_OF_SCAN)] + _END_OF_IMAGE


def streams() -> dict[str, bytes]:
    """Return every encoded stream by the name of its file."""
    made = {
        f"video-{frame + 1}.jpg": _jpeg("RGB", 48, 64, colour_plane(patterns.video, 48, 64, frame))
        for frame in range(3)
    }
    made["jpeg.jpg"] = _jpeg("RGB", 64, 128, colour_plane(patterns.patches, 64, 128))
    square = bytes(grey_plane(patterns.multi_frame, 64, 64))
    made["damaged.jpg"] = _without_scan(_jpeg("L", 64, 64, square))
    return {**made, **freeze_images.streams(), **freeze_video.streams()}


def main(folder: Path) -> None:
    """Write every stream into a folder."""
    for name, stream in streams().items():
        (folder / name).write_bytes(stream)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
