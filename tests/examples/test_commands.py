"""Every command that a page shows is one that the command line takes."""

import pytest

from tests.examples.shown import PAGES, ROOT, Shown, refusal, shown

EVERY = [each for page in PAGES if page.suffix == ".md" for each in shown(page)]
_IDS = [f"{index} {each}" for index, each in enumerate(EVERY)]


@pytest.mark.parametrize("example", EVERY, ids=_IDS)
def test_an_example_is_taken(example: Shown) -> None:
    words = example.words
    said = refusal(words)
    if example.running and words[-1].startswith("--"):
        said = said and refusal([*words, "VALUE"])

    assert "" == said, example


def test_examples_are_found_in_blocks_and_in_running_text() -> None:
    found = {each.words for each in EVERY if each.page == "README.md"}

    assert ("documents", "write", "documents") in found
    assert ("serve", "DIR", "--port", "0") in found
    assert ("certify", "http://archive:8080/dcm4chee-arc/xdsi/ImagingDocumentSource",
            "--documents", "documents/catalogue.toml", "--out", "result") in found  # fmt: skip
    assert ("rejudge", "result") in found


def test_examples_of_each_system_are_found() -> None:
    guide = [each.words for each in shown(ROOT / "docs/guides/gate-your-ci.md")]
    whole = [words for words in guide if words[0] == "certify" and "--out" in words]

    assert 3 == len(whole)
    assert all(words[-2] == "--summary" for words in whole[:2])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["certify", "URL", "--documants", "FILE"], "No such option"),
        (["certify", "URL", "--out"], "requires an argument"),
        (["certify", "URL", "--hostile=yes"], "does not take a value"),
        (["certify", "URL", "ANOTHER"], "ANOTHER is too much"),
        (["certifie", "URL"], "'certifie' is no subcommand of wadows-contract"),
        (["documents", "burn"], "'burn' is no subcommand of wadows-contract documents"),
    ],
)
def test_what_the_command_line_would_refuse_is_seen(words: list[str], why: str) -> None:
    assert why in refusal(words)
