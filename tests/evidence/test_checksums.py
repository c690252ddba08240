"""`verify`: any byte of any file that is another is seen, and said by the file's name."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wadows_contract.checksums import MANIFEST_FILE, write_manifest
from wadows_contract.cli import main

CONTENTS = {"evidence.jsonl": b'{"event": "run"}\n', "bodies/ab": b"\0\1", "NOTICE.txt": b""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in CONTENTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    write_manifest(tmp_path)
    return tmp_path


def verify(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["verify", str(folder), *options])


def test_a_manifest_has_the_form_of_sha256sum(folder: Path) -> None:
    assert "".join(
        f"{hashlib.sha256(CONTENTS[name]).hexdigest()}  {name}\n" for name in sorted(CONTENTS)
    ) == (folder / MANIFEST_FILE).read_text(encoding="utf-8")


def test_a_folder_as_it_was_left(folder: Path) -> None:
    own = hashlib.sha256((folder / MANIFEST_FILE).read_bytes()).hexdigest()

    result = verify(folder, "--sha256", own)

    assert 0 == result.exit_code
    assert own in result.output
    if tool := shutil.which("sha256sum"):
        subprocess.run([tool, "-c", "--strict", MANIFEST_FILE], cwd=folder, check=True)


def test_every_byte_counts(folder: Path) -> None:
    """Each byte of each file in turn, the manifest's own among them."""
    for name in (*CONTENTS, MANIFEST_FILE):
        content = (folder / name).read_bytes()
        for index, byte in enumerate(content):
            changed = content[:index] + bytes((byte ^ 0x20,)) + content[index + 1 :]
            (folder / name).write_bytes(changed)
            assert 1 == verify(folder).exit_code, (name, index)
        (folder / name).write_bytes(content)
    assert 0 == verify(folder).exit_code


def test_what_became_of_which_file_is_said(folder: Path) -> None:
    (folder / "NOTICE.txt").write_bytes(b"\n")
    (folder / "bodies" / "ab").rename(folder / "bodies" / "ac")

    result = verify(folder, "--sha256", "0" * 64)

    assert 1 == result.exit_code
    own = hashlib.sha256((folder / MANIFEST_FILE).read_bytes()).hexdigest()
    assert [
        "changed: NOTICE.txt",
        "missing: bodies/ab",
        "new: bodies/ac",
        f"{MANIFEST_FILE} is another one: its SHA-256 is {own}",
        f"{folder} is not as the run left it.",
    ] == result.output.splitlines()


@pytest.mark.parametrize("cut", [1, 40], ids=["its last line end", "half a line"])
def test_a_manifest_that_was_cut(cut: int, folder: Path) -> None:
    content = (folder / MANIFEST_FILE).read_bytes()
    (folder / MANIFEST_FILE).write_bytes(content[:-cut])

    result = verify(folder)

    assert 1 == result.exit_code
    assert "line 3 of SHA256SUMS cannot be read" in result.output


@pytest.mark.parametrize("there", [True, False], ids=["an empty folder", "no folder"])
def test_nothing_to_compare(there: bool, tmp_path: Path) -> None:
    result = verify(tmp_path if there else tmp_path / "nowhere")

    assert 2 == result.exit_code
    assert "cannot be verified: SHA256SUMS cannot be read" in result.output
