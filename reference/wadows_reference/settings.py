"""What an operator may set."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Limits and defaults of the reference; no standard gives a value for any of them."""

    #: Longest request body taken, in bytes; a longer one gets HTTP status 413.
    max_request_bytes: int = 4 * 1024 * 1024
    #: Piece in which stored documents are read and sent, in bytes.
    read_size: int = 256 * 1024
    #: JPEG quality (1 to 100) where a request has no ImageQuality.
    jpeg_quality: int = 90
    #: Most pixels of a rendered image; a larger one is a processing failure.
    max_rendered_pixels: int = 64_000_000
    #: Seconds after which a silent peer is let go.
    socket_timeout: float = 60.0
    #: Unique id of the repository that this is; empty takes any for its own.
    repository_unique_id: str = ""
    #: Folder for converted and rendered documents while they are sent; None is the system's.
    spool_folder: Path | None = None
