"""Encoded streams as they were frozen: encoders give other bytes in other versions."""

from wadows_spec.data import data_path


def frozen(name: str) -> bytes:
    """Return the stream that spec/documents has under a file name."""
    return data_path(f"spec/documents/{name}").read_bytes()


def ratio(raw_size: int, *streams: bytes) -> str:
    """Return the compression ratio, as Lossy Image Compression Ratio (C.7.6.1) gives it."""
    return f"{raw_size / sum(map(len, streams)):.2f}"
