"""Each document is a file: preamble, file meta information, one data set and nothing more."""

from collections.abc import Iterator

from wadows_contract.judge.documents import FILE_META, returned
from wadows_contract.judge.ending import ending
from wadows_contract.judge.finding import Case, Finding, check, rule


@check("DOC-01")
def part10(case: Case) -> Iterator[Finding]:
    """PS3.10 section 7.1: preamble, DICM, and file meta information (Table 7.1-1, Type 1)."""
    for document in returned(case):
        missing = [keyword for keyword in FILE_META if not document.meta(keyword)]
        got = document.problem or f"without {' and '.join(missing)}"
        where = f"document {document.response.document}"
        met = not document.problem and not missing
        yield rule(met, "a DICOM Part 10 file", "one" if met else got, where)


@check("DOC-03")
def nothing_follows(case: Case) -> Iterator[Finding]:
    """PS3.10 section 7: the file is the meta information and one data set.

    What was stored with something behind it, and came back so, is as it should be.
    """
    for document in returned(case):
        if document.attributes is None:
            continue
        with document.content.open() as file:
            found = ending(file)
        if found is None:
            continue
        known = case.known(document.response.document)
        stored_so = found.following and known and known.sha256 == document.content.sha256
        met = not found.following or bool(stored_so)
        got = "nothing" if met else found.following
        where = f"the end of document {document.response.document}"
        yield rule(met, "nothing behind the data set", got, where)
