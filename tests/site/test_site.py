"""The site is built without a warning, holds the whole contract, and needs no network."""

from pathlib import Path

import pytest
from lxml import html

from wadows_contract.features import scenarios
from wadows_spec.ledger import ledger
from wadows_spec.register import register


def page(site: Path, name: str) -> html.HtmlElement:
    return html.fromstring((site / name).read_text(encoding="utf-8"))


def places(site: Path, name: str) -> set[str]:
    return set(page(site, name).xpath("//@id"))


def section(site: Path, name: str, place: str) -> html.HtmlElement:
    (found,) = page(site, name).xpath(f"//section[@id='{place}']|//section[span[@id='{place}']]")
    return found


def test_every_scenario_has_a_place(site: Path) -> None:
    for feature in sorted({scenario.feature for scenario in scenarios()}):
        own = {scenario.id for scenario in scenarios() if scenario.feature == feature}

        assert set() == {id_.partition("[")[0].lower() for id_ in own} - places(
            site, f"features/{feature}.html"
        )


def test_every_requirement_and_clause_has_a_place(site: Path) -> None:
    assert set() == {id_.lower() for id_ in register()} - places(site, "docs/requirements.html")
    assert set() == {entry.id for entry in ledger()} - places(site, "docs/ledger.html")


def test_every_requirement_is_reached_from_the_features(site: Path) -> None:
    text = page(site, "features/index.html").text_content()

    assert [] == [id_ for id_ in register() if id_ not in text]


def test_a_rule_says_what_is_known_of_it(site: Path) -> None:
    rule = section(site, "features/rendered.html", "ren-01-in-rendered")
    facts = {
        name.text_content().rstrip(":"): value.text_content().replace("\xa0", " ").strip()
        for name, value in zip(rule.xpath("./dl/dt"), rule.xpath("./dl/dd"), strict=True)
    }

    assert "A rendered document is a JPEG image" == rule.findtext("h2")
    assert "REN-01, must" == facts["Requirement"]
    assert "WADO-WS rendered table, Content Type" == facts["Clause"]
    assert "R: the text was read" == facts["Certainty"]
    assert (
        "The image is a PNG that is called a JPEG. "
        "wadows-contract serve --mutant image-is-png shows it." == facts["Proof"]
    )
    assert "✗ failed" == facts["Last result"]


def test_a_scenario_reads_as_prose(site: Path) -> None:
    scenario = section(site, "features/rendered.html", "t0701")
    lines = [line.text_content().strip() for line in scenario.xpath("./ul/li")]
    head, first, second, *_ = (
        [cell.text_content().replace("\xa0", " ").strip() for cell in row]
        for row in scenario.xpath(".//tr")
    )

    assert [
        'Given the document "document"',
        "When the consumer retrieves it rendered",
        "Then it is returned",
        "And the answer follows this rule",
    ] == lines
    assert ["document"] == scenario.xpath("./ul/li//em/text()")
    assert ["document", "parameter", "why", "last result"] == head
    assert ["signed", "SOP Class", "16 bits signed", "? not testable"] == first
    assert ["unsigned", "SOP Class", "12 of 16 bits unsigned", ""] == second


def test_a_table_of_a_step_stands_under_it(site: Path) -> None:
    scenario = section(site, "features/rendered.html", "t0702")
    rows = [[cell.text_content().strip() for cell in row]
            for row in scenario.xpath("./ul/li[2]//tr")]  # fmt: skip

    assert ["Rows", "64"] == rows[0]
    assert 6 == len(rows)


def test_the_run_is_told_without_its_address(site: Path) -> None:
    told = "a run of 2031-05-06 against an endpoint: does not conform."

    assert told in page(site, "features/index.html").text_content()
    for file in site.rglob("*.html"):
        assert "archive.example:8080/secret" not in file.read_text(encoding="utf-8"), file


@pytest.mark.parametrize(
    ("where", "place", "what"),
    [
        ("docs/requirements.html", "../features/message.html#t0101", "T0101"),
        ("README.html", "features/index.html", "features/"),
        ("docs/coverage.html", "requirements.html#http-01", "HTTP-01"),
    ],
)
def test_a_link_of_the_repository_leads_to_the_page(
    site: Path, where: str, place: str, what: str
) -> None:
    leading = [
        link.text_content() for link in page(site, where).xpath(f"//article//a[@href='{place}']")
    ]

    assert what in leading
