"""What an endpoint's image may claim to be, before a decoder believes it.

A few bytes may claim any size: a coded frame is decoded if it is no larger than its data set says,
and that no larger than any frame is.
"""

import re
from typing import Final

from pydicom.pixels.decoders.base import DecodeRunner
from pydicom.uid import RLELossless

#: Pixels of a frame that is decoded.
MAX_PIXELS: Final = 1 << 26
#: Tiles of a JPEG 2000 image, each of which a decoder prepares for.
MAX_TILES: Final = 1 << 14
#: A segment of JPEG or JPEG-LS: its marker, and what follows. Standing alone: TEM, RST, SOI.
_SEGMENT: Final = re.compile(rb"\xff+([^\0\xff])", re.DOTALL)
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
#: DHT, JPG and DAC have numbers between those of the frames.
_FRAME: Final = frozenset({*range(0xC0, 0xD0), 0xF7}) - {0xC4, 0xC8, 0xCC}
#: Image and Tile Size of JPEG 2000 (ITU-T T.800 A.5.1), right behind the start of codestream.
_SIZ: Final = re.compile(rb"\xff\x4f\xff\x51.{4}(.{34})", re.DOTALL)


def check_frame(stream: bytes, runner: DecodeRunner) -> None:
    """Raise `ValueError` for a coded frame that nobody should decode; `runner` is its data set."""
    pixels = runner.rows * runner.columns
    said = pixels * runner.samples_per_pixel
    if pixels > MAX_PIXELS:
        raise ValueError(f"{runner.rows} rows of {runner.columns} are more than are decoded here")
    if runner.transfer_syntax == RLELossless:
        # Two bytes for a run of 128 (PS3.5 section G.3): nobody needs more than the image has.
        if len(stream) > 2 * said * runner.bits_allocated // 8 + 64:
            raise ValueError(f"a frame of {said} samples is coded in {len(stream)} bytes")
        return
    coded, tiles = _jpeg(stream) if stream[:2] == b"\xff\xd8" else _jpeg_2000(stream)
    if coded > said:
        raise ValueError(f"{coded} samples are coded where the data set has {said}")
    if tiles > MAX_TILES:
        raise ValueError(f"{tiles} tiles are coded")


def _jpeg(stream: bytes) -> tuple[int, int]:
    """Return the samples of the first frame header, and one tile."""
    at = 0
    while marker := _SEGMENT.search(stream, at):
        code, at = marker[1][0], marker.end()
        if code in _ALONE:
            continue
        if code in _FRAME and len(head := stream[at : at + 8]) == 8:
            lines, width = (int.from_bytes(head[place : place + 2]) for place in (3, 5))
            return lines * width * head[7], 1
        at += int.from_bytes(stream[at : at + 2])
    raise ValueError("no frame header is coded")


def _jpeg_2000(stream: bytes) -> tuple[int, int]:
    """Return the samples and tiles of a codestream, or the most of several."""
    found = [_sizes(match[1]) for match in _SIZ.finditer(stream)]
    if not found:
        raise ValueError("no image size is coded")
    return found[0] if stream.startswith(b"\xff\x4f") else max(found)


def _sizes(siz: bytes) -> tuple[int, int]:
    width, height, left, top, across, down, from_left, from_top = (
        int.from_bytes(siz[place : place + 4]) for place in range(0, 32, 4)
    )
    tiles = -(-(width - from_left) // max(1, across)) * -(-(height - from_top) // max(1, down))
    return (width - left) * (height - top) * int.from_bytes(siz[32:]), tiles
