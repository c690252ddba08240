"""Write down the versions of all that is installed beside the project; see tox.ini."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

PATH: Final = Path(__file__).resolve().parents[2] / "constraints.txt"
_HEAD: Final = """\
# The versions that CI installs, written by `tox -e lock`: whoever takes newer ones reads what
# changed in them, and keeps dependencies.toml true.
"""
#: What else `pip freeze` may print names files or repositories, which nobody else has.
_PINNED: Final = re.compile(r"[\w.-]+==\S+")


def main() -> None:
    """Write the file."""
    command = [sys.executable, "-m", "pip", "freeze", "--exclude", "wadows-contract"]
    frozen = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [line for line in frozen.splitlines() if _PINNED.fullmatch(line)]
    lines.sort(key=str.casefold)
    PATH.write_text(_HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
