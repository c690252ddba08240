"""How long judging takes does not grow with the square of how many errors come."""

import pytest

from tests.judge.builder import World, refusal, registry_error
from tests.judge.documents import DOCUMENTS
from wadows_contract.judge import expectations
from wadows_contract.judge.sweep import sweep
from wadows_contract.wire.registry import RegistryError


@pytest.mark.parametrize("location", ["1.2.3", DOCUMENTS["ct"].instance])
def test_errors_are_not_compared_with_one_another(
    location: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = DOCUMENTS["ct"].instance
    errors = [registry_error("XDSDocumentUniqueIdError", location)] * 3
    case = refusal(*errors, asked=[uid]).case(world)

    def compared(one: RegistryError, other: object) -> bool:
        raise AssertionError(f"{one} was compared with {other}")

    monkeypatch.setattr(RegistryError, "__eq__", compared)

    sweep(case)
    assert next(expectations.refused(case, uid, "document-unknown")).met
