"""A document to take one frame out of; its header is read once."""

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset
from pydicom.encaps import get_frame
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGBaseline8Bit

from wadows_reference.codecs import plugin
from wadows_reference.colours import is_colour
from wadows_reference.frame_bounds import check_frame
from wadows_reference.inflating import read_document

#: Transfer syntax to the bytes of the header of Pixel Data in it (PS3.5 7.1.2 and 7.1.3).
_PLAIN: Final = {ExplicitVRLittleEndian: 12, ImplicitVRLittleEndian: 8}
_ENCAPSULATED_HEADER: Final = 12
_PIXEL_DATA: Final = b"\xe0\x7f\x10\x00"
_FULL_LUMA_CHROMA: Final = ("YBR_FULL", "YBR_FULL_422")


@dataclass(frozen=True)
class FrameSource:
    """The data set of a document up to its pixels, and where these begin in its file."""

    path: Path
    dataset: Dataset
    start: int

    @cached_property
    def syntax(self) -> UID:
        """The transfer syntax."""
        return UID(self.dataset.file_meta.TransferSyntaxUID)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Rows and columns of a frame as it is stored."""
        return int(self.dataset.Rows), int(self.dataset.Columns)

    def jpeg(self, frame: int) -> bytes | None:
        """Return a frame that is stored as baseline JPEG as it is stored.

        None where it is not, or where a viewer of JPEG alone would show it otherwise.
        Raises what a decoder raises on damaged data.
        """
        shown = (*_FULL_LUMA_CHROMA, "MONOCHROME2")
        if (
            self.syntax != JPEGBaseline8Bit
            or self.dataset.PhotometricInterpretation not in shown
            or self.dataset.get("PresentationLUTShape") == "INVERSE"
        ):
            return None
        stream = self._stream(frame)
        with Image.open(io.BytesIO(stream)) as image:
            image.load()
        return stream

    def _stream(self, frame: int) -> bytes:
        count = int(self.dataset.get("NumberOfFrames") or 1)
        with self.path.open("rb") as file:
            file.seek(self.start + _ENCAPSULATED_HEADER)
            stream = get_frame(file, frame - 1, number_of_frames=count)
        check_frame(stream, *self.size, int(self.dataset.SamplesPerPixel))
        return stream

    def decoded(self, frame: int) -> NDArray[Any]:
        """Return the samples of a frame, counted from 1; of colours, YBR has become RGB.

        Raises `ValueError` for pixels that are not as the data set says,
        and whatever a decoder raises.
        """
        plain = self._plain(frame)
        if plain is not None:
            return plain
        # What is deflated has to be inflated as a whole; else only the frame is read.
        source = read_document(self.path) if self.syntax.is_deflated else self.path
        return pixel_array(
            source,
            index=frame - 1,
            decoding_plugin=plugin(self.syntax),
            # Greys have them left out by their table, wherever in the word the stored bits are.
            correct_unused_bits=is_colour(self.dataset),
        )

    def smaller(self, frame: int, rows: int, columns: int) -> Image.Image | None:
        """Return a JPEG decoded at a half, a quarter or an eighth, but not below a size.

        None where that does not apply: greys go through a table first, and other colours
        than luma and chroma are not for a JPEG decoder to guess.
        """
        of = self.dataset
        if (
            self.syntax != JPEGBaseline8Bit
            or of.PhotometricInterpretation not in _FULL_LUMA_CHROMA
            or 2 * max(rows / of.Rows, columns / of.Columns) > 1
        ):
            return None
        image = Image.open(io.BytesIO(self._stream(frame)))
        if image.size != (of.Columns, of.Rows) or image.mode != "RGB":
            return None
        image.draft("RGB", (columns, rows))
        image.load()
        return image

    def _plain(self, frame: int) -> NDArray[Any] | None:
        """Return greys of 8 or 16 bits that stand in the file as they are; None if they do not."""
        of, header = self.dataset, _PLAIN.get(self.syntax)
        if header is None or is_colour(of) or of.BitsAllocated not in (8, 16):
            return None
        with self.path.open("rb") as file:
            file.seek(self.start)
            begins = file.read(8)
            # Some files are not in the VR that they say; those are pydicom's.
            explicit = begins[4:6] in (b"OB", b"OW")
            if begins[:4] != _PIXEL_DATA or explicit != (header == 12):
                return None
            kind = np.dtype("<u2" if of.BitsAllocated == 16 else "u1")
            size = of.Rows * of.Columns * kind.itemsize
            place = self.start + header + (frame - 1) * size
            # Looked up first: whatever size a header claims, it costs no memory.
            if place + size > file.seek(0, io.SEEK_END):
                raise ValueError(f"the pixel data ends within frame {frame}")
            file.seek(place)
            content = file.read(size)
        return np.frombuffer(content, kind).reshape(of.Rows, of.Columns)


def read_source(path: Path) -> FrameSource:
    """Read a document's header; raises `OSError`, or what pydicom raises on no Part 10 file."""
    with path.open("rb") as file:
        dataset = read_document(file, stop_before_pixels=True)
        return FrameSource(path, dataset, file.tell())
