"""Hostile messages by chance, guided by the code that they reach; see docs/fuzzing.md."""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
#: Messages that inputs are made of, one folder for each way.
CORPUS: Final = ROOT / "fuzz" / "corpus"

sys.path[:0] = [str(ROOT / folder) for folder in ("", "spec", "steps", "reference")]
