"""Coded frames that would decode to more than their data set says: told before they are decoded.

A few bytes may claim an image of any size, and decoders believe them.
"""

import re
import struct
from typing import Final

#: Most pixels of a frame that is decoded.
MOST_PIXELS: Final = 64_000_000
#: Most tiles of a JPEG 2000 image: a decoder prepares for each of them.
_MOST_TILES: Final = 1 << 14
_JPEG: Final = b"\xff\xd8"
#: Markers of JPEG and JPEG-LS that begin a frame: all SOF, but not DHT, JPG and DAC between them.
_FRAMES: Final = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}
#: SOC and SIZ of JPEG 2000 with its lengths, capability, the eight sizes and the components.
_SIZES: Final = re.compile(rb"\xff\x4f\xff\x51.{4}(.{34})", re.DOTALL)


def check_frame(stream: bytes, rows: int, columns: int, samples: int) -> None:
    """Raise `ValueError` for a frame of JPEG, JPEG-LS or JPEG 2000 that is larger than it may be.

    `rows`, `columns` and `samples` per pixel are those of the data set.
    """
    said = rows * columns * samples
    if rows * columns > MOST_PIXELS:
        raise ValueError(f"{rows} rows of {columns} pixels are more than this server decodes")
    coded, tiles = _in_jpeg(stream) if stream.startswith(_JPEG) else _in_jpeg_2000(stream)
    if coded > said:
        raise ValueError(f"a coded frame holds {coded} samples, {said} by its data set")
    if tiles > _MOST_TILES:
        raise ValueError(f"a coded frame of {tiles} tiles")


def check_runs(stream: bytes, size: int) -> None:
    """Raise `ValueError` for a frame of RLE that is longer than `size` bytes could need.

    A run of 128 takes two bytes: what is longer may become longer still (PS3.5 section G.3).
    """
    if len(stream) > 2 * size + 64:
        raise ValueError(f"a frame of {size} bytes is coded in {len(stream)}")


def _in_jpeg(stream: bytes) -> tuple[int, int]:
    """Return the samples of a JPEG, in the frame that its first SOF begins, and one tile."""
    at = len(_JPEG)
    # Decoders look for the next marker, whatever stands before it, and so does this.
    while (at := stream.find(b"\xff", at)) >= 0:
        head = stream[at + 1 : at + 10]
        if len(head) < 9:
            break
        marker, length, _, lines, width, components = struct.unpack(">BHBHHB", head)
        if marker in _FRAMES:
            return lines * width * components, 1
        if marker in (0, 0xFF):
            at += 1
        else:
            at += 2 if 0xD0 <= marker <= 0xD8 else 2 + length
    raise ValueError("a coded frame without a size")


def _in_jpeg_2000(stream: bytes) -> tuple[int, int]:
    """Return the samples and tiles of a JPEG 2000 image, be it in a file of boxes or not."""
    found = [_sizes(struct.unpack(">8IH", match[1])) for match in _SIZES.finditer(stream)]
    if not found:
        raise ValueError("a coded frame without a size")
    return found[0] if stream.startswith(b"\xff\x4f") else max(found)


def _sizes(fields: tuple[int, ...]) -> tuple[int, int]:
    right, bottom, left, top, tile_width, tile_height, tile_left, tile_top, components = fields
    across = -(-(right - tile_left) // max(1, tile_width))
    down = -(-(bottom - tile_top) // max(1, tile_height))
    return (right - left) * (bottom - top) * components, across * down
