"""The ledger: each entry whole, about requirements that there are, and found from them."""

from wadows_spec.ledger import LedgerEntry, ledger, ledger_of
from wadows_spec.register import register


def test_every_entry_says_something_of_everything() -> None:
    for entry in ledger():
        told = (entry.question, entry.clauses, *entry.readings, entry.taken, entry.why)
        assert all(text.strip() for text in told), entry.id
        assert entry.question.endswith("?"), entry.id


def test_entries_bear_on_requirements_that_there_are() -> None:
    named = {id_ for entry in ledger() for id_ in entry.requirements}

    assert set() == named - register().keys()
    # What no requirement has to do with is left out of the contract on purpose.
    assert {"metadata-operation", "transport-security"} >= {
        entry.id for entry in ledger() if not entry.requirements and not bearing(entry)
    }


def bearing(entry: LedgerEntry) -> list[str]:
    return [each.id for each in register().values() if entry in ledger_of(each)]


def test_a_requirement_leads_to_its_entries_by_name_and_by_reading() -> None:
    assert ["white-space-beside-include"] == [entry.id for entry in ledger_of(register()["XOP-03"])]
    assert "response-action-must-understand" in [
        entry.id for entry in ledger_of(register()["WSA-03"])
    ]
    assert () == ledger_of(register()["REN-16"])


def test_what_may_is_explained() -> None:
    """Nobody should have to guess why a rule of a standard is no more than information."""
    may = [entry for entry in register().values() if entry.level == "may"]

    assert [] == [entry.id for entry in may if not ledger_of(entry)]
