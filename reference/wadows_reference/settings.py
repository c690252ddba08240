"""What an operator may set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL.Image import Resampling

from wadows_reference.access import Access
from wadows_reference.limits import Limits
from wadows_reference.windows import DocumentWindow


def _as_it_is(quality: int) -> int:
    return quality


@dataclass(frozen=True)
class Drawing:
    """How images are made where no standard says it."""

    #: Filters for what becomes smaller or larger. Both leave flat areas flat, without the rings
    #: that sharper ones draw at edges.
    smaller: Resampling = Resampling.HAMMING
    larger: Resampling = Resampling.BILINEAR
    #: Makes whole pixels of the side that follows from the other.
    rounding: Callable[[float], int] = round
    #: Which window of a document counts where none was asked for.
    window: DocumentWindow = DocumentWindow.FIRST
    #: Whether an image stored as JPEG is sent as it is, where neither size nor window is asked for
    #: (PS3.18 8.2.8).
    jpeg_as_stored: bool = False
    #: Whether greys are encoded as colours.
    grey_as_colour: bool = False
    #: What the encoder is told, as Pillow's JPEG plugin has it. Full colour resolution: a quarter
    #: of it would blur what Image Quality is asked to keep.
    jpeg: Mapping[str, Any] = field(default_factory=lambda: {"subsampling": 0})
    #: The encoder's quality for an Image Quality; both from 1 to 100.
    quality: Callable[[int], int] = _as_it_is


@dataclass(frozen=True)
class Settings:
    """Limits and defaults of the reference; no standard gives a value for any of them."""

    #: How much is taken from a peer, and how long is waited for it.
    limits: Limits = field(default_factory=Limits)
    #: Piece in which stored documents are read and sent, in bytes.
    read_size: int = 256 * 1024
    #: JPEG quality (1 to 100) where a request has no ImageQuality.
    jpeg_quality: int = 90
    #: How images are made.
    drawing: Drawing = field(default_factory=Drawing)
    #: Unique id of the repository that this is; empty takes any for its own.
    repository_unique_id: str = ""
    #: What a request needs beside being right.
    access: Access = field(default_factory=Access)
    #: Folder for converted and rendered documents while they are sent; None is the system's.
    spool_folder: Path | None = None
    #: Whether stored documents may be sent over the connection itself, past the WSGI server:
    #: where nothing between that and the application changes what is sent.
    past_server: bool = False
