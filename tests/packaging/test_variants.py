"""The reference conforms however the project got here, and wherever the command is started."""

from pathlib import Path

import pytest

from tests.packaging.variants import (
    PART,
    assert_conforms,
    assert_rejudged_alike,
    call,
    packages_of,
)

pytestmark = pytest.mark.packaging

#: What would break any pytest that looked at it.
HOSTILE = {
    "pytest.ini": "[pytest]\naddopts = -k nothing -p no:python --nonsense\npython_files = *\n",
    "tox.ini": "[pytest]\naddopts = --nonsense\n",
    "conftest.py": "raise RuntimeError('a conftest.py of somebody else')\n",
    "features/retrieve.feature": "Feature: Somebody else's\n",
    "features/conftest.py": "raise RuntimeError('another conftest.py of somebody else')\n",
    "wadows_steps.py": "raise RuntimeError('steps of somebody else')\n",
    "wadows_reference/__init__.py": "raise RuntimeError('a reference of somebody else')\n",
    "wadows_spec/__init__.py": "raise RuntimeError('data of somebody else')\n",
    "click.py": "raise RuntimeError('a click of somebody else')\n",
    "xdist.py": "raise RuntimeError('an xdist of somebody else')\n",
}
HOSTILE_ENVIRONMENT = {
    "PYTEST_ADDOPTS": "--collect-only",
    "PYTEST_PLUGINS": "nonexistent",
    "http_proxy": "http://127.0.0.1:1/",
}


def test_the_wheel_alone(with_wheel: Path, tmp_path: Path) -> None:
    command = str(with_wheel / "bin" / "wadows-contract")
    assert packages_of(with_wheel, tmp_path).is_relative_to(with_wheel)

    said = call([command, "certify", "--out", "out", *PART], tmp_path)

    assert_conforms(tmp_path / "out", said)
    assert_rejudged_alike([command, "rejudge"], tmp_path / "out", tmp_path)


def test_an_editable_install(with_editable: Path, copy: Path, tmp_path: Path) -> None:
    command = str(with_editable / "bin" / "wadows-contract")
    assert copy / "spec" == packages_of(with_editable, tmp_path)

    said = call([command, "certify", "--out", "out", *PART], tmp_path)

    assert_conforms(tmp_path / "out", said)
    assert_rejudged_alike([command, "rejudge"], tmp_path / "out", tmp_path)


def test_a_bare_checkout(with_nothing: Path, copy: Path, tmp_path: Path) -> None:
    python = str(with_nothing / "bin" / "python")
    witness = tmp_path / "witness"
    (tmp_path / "witness.py").write_text(
        "import pathlib, wadows_spec, wadows_contract, wadows_steps\n"
        "def pytest_sessionfinish():\n"
        "    modules = wadows_spec, wadows_contract, wadows_steps\n"
        f"    pathlib.Path({str(witness)!r}).write_text(\n"
        "        '\\n'.join(module.__file__ for module in modules))\n",
        encoding="utf-8",
    )
    # `-m` would put the checkout on the path, which `pytest` alone does not.
    pytest_alone = "import sys, pytest; sys.exit(pytest.console_main())"

    said = call(
        [
            python,
            "-P",
            "-c",
            pytest_alone,
            "features",
            "-p",
            "witness",
            "--out",
            str(tmp_path / "out"),
            *PART,
        ],
        copy,
        {"PYTHONPATH": str(tmp_path)},
    )

    loaded = [Path(line).relative_to(copy) for line in witness.read_text("utf-8").splitlines()]
    assert [Path("spec/wadows_spec/__init__.py"), Path("wadows_contract/__init__.py"),
            Path("steps/wadows_steps/__init__.py")] == loaded  # fmt: skip
    assert_conforms(tmp_path / "out", said)
    rejudge = [python, "-P", "-m", "wadows_contract.cli", "rejudge"]
    path = ":".join(str(copy / folder) for folder in ("", "spec", "steps", "reference"))
    path_alone = {"PYTHONPATH": path}
    assert_rejudged_alike(rejudge, tmp_path / "out", tmp_path, path_alone)


def test_a_hostile_folder(with_wheel: Path) -> None:
    # The environment lies inside, as a .venv does, so its features have this folder above them.
    folder = with_wheel.parent
    for name, text in HOSTILE.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    command = str(with_wheel / "bin" / "wadows-contract")

    for out, jobs in (("out", "1"), ("out-of-two-jobs", "2")):
        certify = [command, "certify", "--out", out, "--jobs", jobs, *PART]
        said = call(certify, folder, HOSTILE_ENVIRONMENT)
        assert_conforms(folder / out, said)
    assert_rejudged_alike([command, "rejudge"], folder / "out-of-two-jobs", folder)
