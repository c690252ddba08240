"""What the folder of a run says of itself to whoever opens it first."""

from pathlib import Path
from typing import Final

NOTICE_FILE: Final = "NOTICE.txt"
_TEXT: Final = """\
This folder may hold patient data.

It is the evidence of a run of wadows-contract: every request that was sent, and every byte that
the endpoint returned, documents and images with it. Treat it as you treat the archive behind the
endpoint. The folder is for its owner alone; keep it so where you copy it to.

To hand it on, make a copy without patient data:

    wadows-contract redact FOLDER --out COPY

To see that nothing in it was changed since the run:

    wadows-contract verify FOLDER
"""


def write_notice(folder: Path) -> None:
    """Write the notice into the folder of a run; raises `OSError` if it cannot be written."""
    (folder / NOTICE_FILE).write_text(_TEXT, encoding="utf-8", newline="\n")
