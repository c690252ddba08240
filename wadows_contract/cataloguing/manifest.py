"""The documents that an imaging manifest names: a Key Object Selection of IHE XDS-I.b."""

import warnings
from collections import Counter
from pathlib import Path
from typing import Final

from pydicom import dcmread

from wadows_contract.cataloguing.facts import Facts
from wadows_contract.consumer.manifest import references
from wadows_contract.loading.part10 import Unusable, read_file
from wadows_spec.errors import ConfigurationError

_KEY_OBJECT_SELECTION: Final = "1.2.840.10008.5.1.4.1.1.88.59"
#: Titles of selections whose documents are not to be had any more (PS3.16 CID 7011).
_REJECTED: Final = ("113001", "113037", "113038", "113039")
_HINT: Final = (
    "Give the manifest of a study: a DICOM file of the SOP class Key Object Selection Document."
)


def documents_of(path: Path) -> tuple[list[Facts], list[str]]:
    """Return the documents that a manifest names, by identity alone, and remarks for a person.

    Those of one repository: that of most of them.
    Raises `ConfigurationError` if the file is no manifest, or names no document.
    """
    found = read_file(path)
    if isinstance(found, Unusable):
        raise ConfigurationError(f"{path}: {found.reason}", _HINT)
    if found.sop_class != _KEY_OBJECT_SELECTION:
        raise ConfigurationError(
            f"{path} is no Key Object Selection: its SOP class is {found.sop_class}", _HINT
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what pydicom finds odd about a file is not for our log
        try:
            title = _title(path)
            named = list(references(path.read_bytes()))
        except Exception as error:  # pydicom raises whatever a broken file provokes
            raise ConfigurationError(
                f"{path} cannot be read: {type(error).__name__}: {error}", _HINT
            ) from error
    if title in _REJECTED:
        raise ConfigurationError(
            f"{path} rejects the documents that it names (its title is {title})", _HINT
        )
    usable = [each for each in named if each.instance and each.sop_class]
    if not usable:
        raise ConfigurationError(f"{path} names no document by UID and SOP class", _HINT)
    counted = Counter(each.repository for each in usable)
    repository, count = counted.most_common(1)[0]
    remarks = []
    if others := counted.total() - count:
        remarks.append(
            f"{others} documents are in other repositories than {repository or 'the one unnamed'},"
            " and left out: a catalogue is of one repository."
        )
    unique = {each.instance: each for each in usable if each.repository == repository}
    documents = [
        Facts(each.study, each.series, each.instance, each.sop_class, repository=each.repository)
        for each in unique.values()
    ]
    return [each for each in documents if not each.wrong_uid], remarks


def _title(path: Path) -> str:
    for concept in dcmread(path, stop_before_pixels=True).get("ConceptNameCodeSequence") or ():
        return str(concept.get("CodeValue", ""))
    return ""
