"""Documents that would fail an honest endpoint, or let anything pass: each is found."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from pydicom.data.data_manager import DATA_ROOT

from wadows_contract.cataloguing import trial
from wadows_contract.cataloguing.folder import facts_of
from wadows_contract.cataloguing.trial import Trials
from wadows_contract.exchange import BodyStore
from wadows_contract.loading.part10 import Part10File, read_file
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.documents.role import built

Spoil = Callable[[Dataset], object]


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Trials:
    return Trials(BodyStore(tmp_path_factory.mktemp("answers")))


def content(role: str) -> bytes:
    return built(next(each for each in TEST_DOCUMENTS if each.role == role))


def spoilt(role: str, spoil: Spoil) -> bytes:
    dataset = dcmread(BytesIO(content(role)))
    spoil(dataset)
    file = BytesIO()
    dataset.save_as(file)
    return file.getvalue()


def reason(trials: Trials, path: Path, written: bytes, role: str) -> str:
    path.write_bytes(written)
    found = read_file(path)
    assert isinstance(found, Part10File)
    return trials.reason(facts_of(found), role)


def put(**values: object) -> Spoil:
    def spoil(dataset: Dataset) -> None:
        for keyword, value in values.items():
            setattr(dataset, keyword, value)

    return spoil


def _another_name(dataset: Dataset) -> None:
    dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3"


def _same_frames(dataset: Dataset) -> None:
    size = dataset.Rows * dataset.Columns
    dataset.PixelData = dataset.PixelData[:size] * int(dataset.NumberOfFrames)


def _own_window(dataset: Dataset) -> None:
    """Give it a window of its own that shows nothing of it, which an endpoint may well take."""
    dataset.WindowCenter, dataset.WindowWidth = "30000", "10"


def _few_pixels(dataset: Dataset) -> None:
    dataset.PixelData = dataset.PixelData[:100]


def _all(value: int) -> Spoil:
    def spoil(dataset: Dataset) -> None:
        dataset.PixelData = bytes([value]) * len(dataset.PixelData)

    return spoil


def _half_a_table(dataset: Dataset) -> None:
    dataset.ModalityLUTSequence[0].LUTDescriptor = [0, 0]


SPOILT: list[tuple[str, Spoil, str]] = [
    ("signed", _another_name, "as it is stored it would break DOC-02"),
    ("signed", _few_pixels, "frame 1 cannot be decoded"),
    ("signed", _all(0), "hardly anything of it can be seen"),
    ("signed", _own_window, "through its window 30000, 10 it would break REN-17"),
    ("inverse", put(PresentationLUTShape="IDENTITY"), "says two things of black"),
    ("multi-frame", _same_frames, "its frames are too much alike"),
    ("colour", _all(0x70), "its colours are hardly more than grey"),
    ("modality-lut", _half_a_table, "the suite cannot render it"),
]


@pytest.mark.parametrize(
    ("role", "spoil", "told"), SPOILT, ids=[each[1].__name__ for each in SPOILT]
)
def test_what_is_wrong_with_a_document(
    trials: Trials, tmp_path: Path, role: str, spoil: Spoil, told: str
) -> None:
    assert "" == reason(trials, tmp_path / "sound.dcm", content(role), role)
    assert told in reason(trials, tmp_path / "spoilt.dcm", spoilt(role, spoil), role)


def test_a_document_that_breaks_off(trials: Trials, tmp_path: Path) -> None:
    whole = content("structured-report")

    told = reason(trials, tmp_path / "a.dcm", whole[:-40], "structured-report")

    assert "its elements cannot be followed to an end" == told


def test_attributes_that_change_with_their_coding(trials: Trials, tmp_path: Path) -> None:
    # Its private elements are of another VR than pydicom's dictionary has for their creator.
    ecg = Path(DATA_ROOT, "test_files", "waveform_ecg.dcm").read_bytes()

    told = reason(trials, tmp_path / "ecg.dcm", ecg, "ecg")

    assert told.endswith("changes when it is coded in another transfer syntax")


def test_a_stream_that_contradicts_its_data_set(trials: Trials, tmp_path: Path) -> None:
    # pydicom ships it for this: it says signed, and its JPEG 2000 stream says unsigned.
    image = Path(DATA_ROOT, "test_files", "J2K_pixelrep_mismatch.dcm").read_bytes()

    told = reason(trials, tmp_path / "image.dcm", image, "jpeg-2000-lossless")

    assert "its JPEG 2000 stream contradicts PixelRepresentation" == told


def test_decoders_that_disagree(
    trials: Trials, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = trial.stored_values
    monkeypatch.setattr(trial, "stored_values", lambda *given: honest(*given) + 1)

    told = reason(trials, tmp_path / "a.dcm", content("jpeg-ls"), "jpeg-ls")

    assert "decoders disagree about its pixels, by 1 in the mean" == told


def test_damaged_pixels_are_not_decoded(trials: Trials, tmp_path: Path) -> None:
    assert "" == reason(trials, tmp_path / "a.dcm", content("damaged"), "damaged")
    told = reason(trials, tmp_path / "b.dcm", content("damaged"), "jpeg")
    assert "frame 1 cannot be decoded" in told
