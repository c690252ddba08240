"""Lets a benchmark import the packages of the checkout that it lies in, installed or not."""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

sys.path[:0] = [str(ROOT / folder) for folder in ("", "spec", "steps", "reference")]
