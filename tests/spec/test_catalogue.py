"""Catalogues: written, read again, and every mistake in one named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from wadows_spec.catalogue import (
    Catalogue,
    CatalogueDocument,
    check_against_files,
    load_catalogue,
)
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError

CONTENT = b"not quite DICOM\n"
DOCUMENT = CatalogueDocument(
    role="unsigned",
    file="one.dcm",
    study_instance_uid="1.2.3",
    series_instance_uid="1.2.3.4",
    sop_instance_uid="1.2.3.4.5",
    sop_class_uid="1.2.840.10008.5.1.4.1.1.4",
    transfer_syntax_uid="1.2.840.10008.1.2.1",
    # from `printf 'not quite DICOM\n' | sha256sum`
    sha256="4306d2cf20bf5e978b8240c4c00b656dc1791f80ec612ce99b69325cad0c56b4",
    size=16,
    frames=1,
    rows=64,
    columns=32,
    note="One.",
)


def catalogue_in(folder: Path) -> Catalogue:
    (folder / "one.dcm").write_bytes(CONTENT)
    return Catalogue("1.9.1", "urn:oid:1.9.2", {"unsigned": DOCUMENT}, folder)


@pytest.fixture
def table(tmp_path: Path) -> dict[str, Any]:
    """A sound catalogue as a table, for tests to spoil."""
    (tmp_path / "one.dcm").write_bytes(CONTENT)
    entry = {key: value for key, value in vars(DOCUMENT).items() if key != "role"}
    return {
        "repository_unique_id": "1.9.1",
        "home_community_id": "urn:oid:1.9.2",
        "documents": {"unsigned": entry},
    }


def refusal(path: Path) -> tuple[str, str]:
    """Load a catalogue that must be refused; return message and hint."""
    with pytest.raises(ConfigurationError) as caught:
        load_catalogue(path)
    return str(caught.value), caught.value.hint


def written(table: dict[str, Any], folder: Path) -> Path:
    path = folder / "catalogue.toml"
    path.write_text(tomli_w.dumps(table), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["", "catalogue.toml"], ids=["folder", "file"])
def test_what_is_dumped_is_loaded(tmp_path: Path, name: str) -> None:
    catalogue = catalogue_in(tmp_path)

    catalogue.dump(tmp_path / "catalogue.toml")

    assert catalogue == load_catalogue(tmp_path / name)


def test_dump_says_how_to_edit_and_is_sound_toml(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"

    catalogue_in(tmp_path).dump(path)
    text = path.read_text(encoding="utf-8")

    assert text.startswith("# Catalogue: ")
    assert '\n[documents.unsigned]\nfile = "one.dcm"\n' in text


def test_every_key_of_a_document_is_explained_in_the_comment(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    catalogue_in(tmp_path).dump(path)
    comment = "".join(
        line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")
    )
    keys = [key for key in vars(DOCUMENT) if key != "role" and not key.endswith("_uid")]

    assert [] == [key for key in keys if key not in comment]


def test_read_gives_the_bytes(tmp_path: Path) -> None:
    assert CONTENT == catalogue_in(tmp_path).read("unsigned")


def test_read_refuses_a_changed_file(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    (tmp_path / "one.dcm").write_bytes(CONTENT.upper())

    with pytest.raises(ConfigurationError, match=r"one\.dcm is not the file .* 'unsigned'"):
        catalogue.read("unsigned")


def test_read_refuses_a_file_that_is_gone(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    (tmp_path / "one.dcm").unlink()

    with pytest.raises(ConfigurationError, match=r"'unsigned', cannot be read: No such file"):
        catalogue.read("unsigned")


def test_unknown_role_is_told_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no document in the role 'colour'") as caught:
        catalogue_in(tmp_path).path_of("colour")

    assert "Roles that it has: unsigned." == caught.value.hint


def test_a_catalogue_without_folder_has_no_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="has no folder, so no file for 'unsigned'"):
        replace(catalogue_in(tmp_path), folder=None).path_of("unsigned")


def test_missing_file(tmp_path: Path) -> None:
    message, hint = refusal(tmp_path / "absent.toml")

    assert f"{tmp_path / 'absent.toml'} cannot be read: No such file or directory" == message
    assert hint


def test_folder_without_catalogue(tmp_path: Path) -> None:
    message, hint = refusal(tmp_path)

    assert f"the folder {tmp_path} has no catalogue.toml" == message
    assert "Describe the documents" in hint


def test_not_toml(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text("repository_unique_id = \n", encoding="utf-8")

    message, hint = refusal(path)

    assert message.startswith(f"{path} is not TOML: ")
    assert "line 1" in message
    assert hint


def _drop(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda table: table.pop(key)


def _set(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda table: table.update({key: value})


@pytest.mark.parametrize(
    ("spoil", "message", "hint"),
    [
        (
            _drop("repository_unique_id"),
            "key 'repository_unique_id' is missing",
            "Add 'repository_unique_id'.",
        ),
        (
            _set("home_comunity_id", "urn:oid:1"),
            "unknown key 'home_comunity_id'",
            "Known keys: documents, home_community_id, repository_unique_id.",
        ),
        (
            _set("repository_unique_id", 7),
            "'repository_unique_id' is 7",
            "Make it a string that is not empty.",
        ),
        (
            _set("documents", "all of them"),
            "'documents' is 'all of them'",
            'Make it a table for each role, [documents."ROLE"].',
        ),
        (_set("documents", {}), "no documents", 'Add at least one table [documents."ROLE"].'),
        (
            _set("documents", {"unsigned": "one.dcm"}),
            "[documents.unsigned] is 'one.dcm'",
            'Make it a table, headed [documents."unsigned"].',
        ),
    ],
    ids=["missing", "unknown", "type", "documents-type", "no-documents", "document-type"],
)
def test_mistakes_at_the_top(
    tmp_path: Path,
    table: dict[str, Any],
    spoil: Callable[[dict[str, Any]], None],
    message: str,
    hint: str,
) -> None:
    spoil(table)
    path = written(table, tmp_path)

    told, advice = refusal(path)

    assert told.startswith(f"catalogue {path}")
    assert told.endswith(message)
    assert hint == advice


A_UID = "Make it a UID: a string of numbers with dots between, at most 64 characters."
KNOWN_KEYS = (
    "Known keys: columns, file, frames, note, rows, series_instance_uid, sha256, size, "
    "sop_class_uid, sop_instance_uid, study_instance_uid, transfer_syntax_uid."
)
A_COUNT = "Make it a whole number, 0 or more."


@pytest.mark.parametrize(
    ("spoil", "message", "hint"),
    [
        (_drop("rows"), "key 'rows' is missing", "Add 'rows'."),
        (
            _set("row", 64),
            "unknown key 'row'",
            KNOWN_KEYS,
        ),
        (_set("rows", "64"), "'rows' is '64'", A_COUNT),
        (_set("rows", True), "'rows' is True", A_COUNT),
        (_set("size", -1), "'size' is -1", A_COUNT),
        (_set("sop_instance_uid", "1.2.x"), "'sop_instance_uid' is '1.2.x'", A_UID),
        (_set("sop_instance_uid", ""), "'sop_instance_uid' is ''", A_UID),
        (_set("sop_instance_uid", "1." * 32 + "1"), f"'sop_instance_uid' is '{'1.' * 32}1'", A_UID),
        (_set("sha256", "AB"), "'sha256' is 'AB'", "Make it 64 hex digits in lower case."),
        (_set("note", ""), "'note' is ''", "Make it a string that is not empty."),
        (
            _set("frames", 0),
            "'frames' is 0, 'rows' is 64, 'columns' is 32",
            "Make all three 1 or more for an image, all 0 for none.",
        ),
    ],
    ids=[
        "missing",
        "unknown",
        "count-text",
        "count-bool",
        "count-negative",
        "uid-letters",
        "uid-empty",
        "uid-long",
        "digest",
        "note",
        "half-an-image",
    ],
)
def test_mistakes_in_a_document(
    tmp_path: Path,
    table: dict[str, Any],
    spoil: Callable[[dict[str, Any]], None],
    message: str,
    hint: str,
) -> None:
    spoil(table["documents"]["unsigned"])
    path = written(table, tmp_path)

    assert (f"catalogue {path}, [documents.unsigned]: {message}", hint) == refusal(path)


def test_two_roles_for_one_document(tmp_path: Path, table: dict[str, Any]) -> None:
    table["documents"]["twin"] = table["documents"]["unsigned"]

    message, _ = refusal(written(table, tmp_path))

    assert message.endswith("[documents.twin]: 'sop_instance_uid' is that of 'unsigned' too")


def test_file_that_is_not_there(tmp_path: Path, table: dict[str, Any]) -> None:
    (tmp_path / "one.dcm").unlink()

    message, hint = refusal(written(table, tmp_path))

    assert message.endswith(
        f"[documents.unsigned]: 'file' names {tmp_path / 'one.dcm'}, which is not there"
    )
    assert "Put the file there, or correct 'file'." == hint


def test_file_of_another_size(tmp_path: Path, table: dict[str, Any]) -> None:
    (tmp_path / "one.dcm").write_bytes(CONTENT + b"!")

    message, _ = refusal(written(table, tmp_path))

    assert message.endswith(
        f"[documents.unsigned]: 'size' is 16, but {tmp_path / 'one.dcm'} has 17 bytes"
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("study_instance_uid", "1.2.3"),
        ("series_instance_uid", "1.2.3"),
        ("sop_instance_uid", "1.2.3"),
        ("sop_class_uid", "1.2.3"),
        ("transfer_syntax_uid", "1.2.840.10008.1.2"),
        ("frames", 3),
        ("rows", 97),
        ("columns", 129),
    ],
)
def test_a_catalogue_that_its_files_contradict(tmp_path: Path, key: str, value: object) -> None:
    catalogue = write_documents(tmp_path)
    check_against_files(catalogue)
    wrong = replace(catalogue.documents["signed"], **{key: value})  # type: ignore[arg-type]

    expected = rf"\[documents.signed\]: '{key}' is {value}"
    with pytest.raises(ConfigurationError, match=expected) as caught:
        check_against_files(replace(catalogue, documents={"signed": wrong}))

    assert f"Correct {key!r}, or the file." == caught.value.hint


def test_a_file_that_is_no_document(tmp_path: Path) -> None:
    catalogue = write_documents(tmp_path)
    catalogue.path_of("signed").write_bytes(b"no DICOM")

    with pytest.raises(ConfigurationError, match="'signed', cannot be read"):
        check_against_files(catalogue)


def test_without_files_there_is_no_folder(tmp_path: Path) -> None:
    catalogue = write_documents(tmp_path)
    catalogue.path_of("signed").unlink()

    loaded = load_catalogue(tmp_path, with_files=False)

    assert replace(catalogue, folder=None) == loaded


IDENTITY = replace(DOCUMENT, file="", sha256="", size=0, transfer_syntax_uid="", rows=0, columns=0)


def test_a_document_by_its_identity_alone(tmp_path: Path) -> None:
    catalogue = Catalogue("1.9.1", "urn:oid:1.9.2", {"unsigned": IDENTITY}, tmp_path)
    path = tmp_path / "catalogue.toml"

    catalogue.dump(path)

    assert catalogue == load_catalogue(path)
    text = path.read_text(encoding="utf-8").partition("[documents.unsigned]")[2]
    for key in ("file", "sha256", "size", "transfer_syntax_uid"):
        assert f"{key} = " not in text
    check_against_files(catalogue)
    with pytest.raises(ConfigurationError, match="no file for 'unsigned', only its identity"):
        catalogue.path_of("unsigned")


@pytest.mark.parametrize("key", ["file", "sha256", "size", "transfer_syntax_uid"])
def test_half_a_file(tmp_path: Path, table: dict[str, Any], key: str) -> None:
    del table["documents"]["unsigned"][key]

    message, hint = refusal(written(table, tmp_path))

    assert message.endswith(f"[documents.unsigned]: key {key!r} is missing")
    assert f"Add {key!r}." == hint


def test_an_image_of_unknown_size_has_no_file(tmp_path: Path, table: dict[str, Any]) -> None:
    table["documents"]["unsigned"] |= {"rows": 0, "columns": 0}

    message, _ = refusal(written(table, tmp_path))

    assert message.endswith("'frames' is 1, 'rows' is 0, 'columns' is 0")
