"""The contract-test suite for DICOM WADO-WS: consumer, wire, judge, pixels, evidence and report."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("wadows-contract")
except PackageNotFoundError:  # a bare checkout
    __version__ = "0+checkout"
