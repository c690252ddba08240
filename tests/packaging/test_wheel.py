"""What is in the wheel."""

import zipfile
from pathlib import Path, PurePosixPath

import pytest

pytestmark = pytest.mark.packaging

PACKAGES = {
    "spec/wadows_spec": "wadows_spec",
    "wadows_contract": "wadows_contract",
    "steps/wadows_steps": "wadows_steps",
    "reference/wadows_reference": "wadows_reference",
}
#: Folders and files that are data; below wadows_spec/data they keep their paths.
DATA = ("error-codes.csv", "features", "samples", "spec", "wsdl")


def in_wheel(name: str) -> str | None:
    """Return where a file of the checkout belongs in the wheel; None if it does not."""
    path = PurePosixPath(name)
    for folder, package in PACKAGES.items():
        if path.is_relative_to(folder):
            return str(package / path.relative_to(folder))
    if any(path.is_relative_to(data) for data in DATA):
        return f"wadows_spec/data/{name}"
    return None


def test_it_holds_the_packages_and_all_data_and_nothing_else(wheel: Path, files: list[str]) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = [name for name in content.namelist() if ".dist-info/" not in name]

    assert sorted(filter(None, map(in_wheel, files))) == sorted(names)


def test_its_data_are_those_of_the_checkout(wheel: Path, copy: Path, files: list[str]) -> None:
    with zipfile.ZipFile(wheel) as content:
        differing = [
            name
            for name in files
            if (place := in_wheel(name)) and content.read(place) != (copy / name).read_bytes()
        ]

    assert [] == differing


def test_it_has_the_licence_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        (entry_points,) = (name for name in content.namelist() if name.endswith("entry_points.txt"))
        text = content.read(entry_points).decode()
        licences = [name for name in content.namelist() if "/licenses/" in name]

    # No pytest11: the plugin must change no other project's tests.
    assert "[console_scripts]\nwadows-contract = wadows_contract.cli:main\n" == text
    assert [name for name in licences if name.endswith("/LICENSE")] == licences != []
