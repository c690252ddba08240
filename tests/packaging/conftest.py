"""The project as its users get it: as a wheel, installed for editing, or as a bare checkout.

All are made from a clean copy of this checkout, each in a virtual environment of its own.
Building needs a package index, for hatchling; the dependencies are those of this environment.
"""

import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.packaging.variants import CHECKOUT, call


@pytest.fixture(scope="session")
def files() -> list[str]:
    """The files of the project, relative to the checkout: those that git has or would take."""
    listed = call(["git", "ls-files", "--cached", "--others", "--exclude-standard"], CHECKOUT)
    return sorted(name for name in set(listed.splitlines()) if (CHECKOUT / name).is_file())


@pytest.fixture(scope="session")
def copy(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy of the checkout."""
    folder = tmp_path_factory.mktemp("copy")
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(CHECKOUT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pip of our own, since not every environment has one; works on others by --python."""
    folder = tmp_path_factory.mktemp("tools") / "venv"
    call([sys.executable, "-m", "venv", str(folder)])
    return folder / "bin" / "pip"


@pytest.fixture(scope="session")
def wheel(copy: Path, pip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the clean copy."""
    folder = tmp_path_factory.mktemp("wheel")
    call([str(pip), "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(copy)])
    (built,) = folder.glob("*.whl")
    return built


def new_environment(folder: Path, pip: Path, *install: str) -> Path:
    """Make a virtual environment with what is to be installed, and this one's packages after it."""
    call([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    if install:
        call([str(pip), "--python", str(folder), "install", "--quiet", "--no-deps", *install])
    (packages,) = folder.glob("lib/python*/site-packages")
    shared = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    # Not before, or pip would find the project there; and read after what an editable install adds.
    (packages / "zz-shared.pth").write_text("\n".join(shared) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def with_wheel(wheel: Path, pip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, in a folder of its own."""
    return new_environment(tmp_path_factory.mktemp("with-wheel") / "venv", pip, str(wheel))


@pytest.fixture(scope="session")
def with_editable(copy: Path, pip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with an editable install of the clean copy."""
    folder = tmp_path_factory.mktemp("with-editable") / "venv"
    return new_environment(folder, pip, "--editable", str(copy))


@pytest.fixture(scope="session")
def with_nothing(pip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the dependencies only."""
    return new_environment(tmp_path_factory.mktemp("with-nothing") / "venv", pip)
