"""report.html holds everything, asks for nothing, and shows what was sent as text only."""

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from tests.judge.builder import World
from tests.judge.conftest import world
from tests.judge.good import CT
from tests.report.handmade import ENVELOPE, Run, multipart, scenario_of, write
from wadows_contract.report.html import page_script, page_style
from wadows_contract.results import State
from wadows_spec.ledger import ledger
from wadows_spec.register import register
from wadows_spec.tables import rendered_parameters

__all__ = ["world"]

ACTIVE = "iframe, object, embed, img, link, form, base, video, audio, svg, math"


def page_of(folder: Path) -> html.HtmlElement:
    return html.document_fromstring((folder / "report.html").read_text(encoding="utf-8"))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def broken_run(run: Run) -> Run:
    """Let a run have every state."""
    exchange = run.exchange(scenario_of("HTTP-01"), multipart(ENVELOPE))
    run.finding("HTTP-01", scenario_of("HTTP-01"), exchange, expected="this", got="that")
    run.finding("WSA-03", scenario_of("HTTP-01"), exchange)
    run.ended = {
        scenario_of("HTTP-01"): ("failed", "why"),
        scenario_of("HTTP-02"): ("not testable", "no answer came"),
        scenario_of("HTTP-03"): ("not shown", "no such document"),
        scenario_of("MIME-01"): ("not applicable", "not declared"),
        scenario_of("MIME-02"): ("error", "our own fault"),
    }
    return run


def test_every_requirement_stands_in_the_table(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    rows = page.cssselect("#requirements tbody tr")
    assert list(register()) == [text_of(row.cssselect("th")[0]) for row in rows]
    for row, requirement in zip(rows, register().values(), strict=True):
        for told in (requirement.title, requirement.clause, requirement.level, requirement.mutant):
            assert told in text_of(row)


def test_a_state_is_told_by_word_and_symbol(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    told = {text_of(row.cssselect("td")[0]) for row in page.cssselect("#requirements tbody tr")}
    assert {
        "✗ failed", "? not testable", "○ not shown", "\N{EN DASH} not applicable", "‼ error",
        "! warning", "✓ passed",
    } == told  # fmt: skip
    legend = [text_of(each) for each in page.cssselect("#summary tbody th")]
    assert [state.value for state in State] == [each.split(maxsplit=1)[1] for each in legend]


def test_the_summary_counts_every_state(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    counts = [
        [text_of(cell) for cell in row.cssselect("td.n")]
        for row in page.cssselect("#summary tbody tr")
    ]
    rest = len(register()) - 6
    expected = [("1", "1")] * 3 + [("1", "0"), (str(rest), str(rest + 1)), ("1", "1"), ("1", "1")]
    assert [list(each) for each in expected] == counts


def test_what_was_found_is_explained(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    blocks = {each.get("id"): text_of(each) for each in page.cssselect("article")}
    assert ["e-MIME-02", "e-HTTP-01", "e-HTTP-02", "e-WSA-03"] == list(blocks)
    for told in (
        "A response arrives whole", "MUST, RFC 9112 sections 6.3 and 8", "expected this",
        "got that", "look at there", "exchange T0001-1, evidence.jsonl line",
        "wadows-contract certify http://archive.invalid/xdsi --select T0001",
    ):  # fmt: skip
        assert told in blocks["e-HTTP-01"]
    assert "got no answer came" in blocks["e-HTTP-02"]


def test_the_head_says_the_verdict(run: Run) -> None:
    head = text_of(page_of(write(run)).cssselect("header")[0])
    for told in ("Conforms to dcm4chee-arc", "http://archive.invalid/xdsi", "100 %", "Gate 0",
                 "6 May 2024, 07:08:09 UTC"):  # fmt: skip
        assert told in head


def test_an_exchange_shows_both_envelopes_indented(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    shown = [each.text for each in page.cssselect("#x-T0001-1 pre")]
    expected = (
        '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope">\n'
        "  <e:Body>\n    <answer/>\n  </e:Body>\n</e:Envelope>"
    )
    assert [expected, expected] == shown
    sent = multipart(ENVELOPE)
    assert hashlib.sha256(sent).hexdigest() in text_of(page.cssselect("#x-T0001-1")[0])


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (multipart(b"\xff\xfe not UTF-8 \x80"), "\\xff\\xfe not UTF-8 \\x80"),
        (multipart(b"<a>\xe9</a>"), "bytes that are not UTF-8 are written as escapes:"),
        (multipart(b"<unclosed>"), "<unclosed>"),
        (multipart(b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>'), "<a>é</a>"),
        (multipart(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "&b;"),
        (b"no multipart at all", "no multipart at all"),
        (bytes(range(32)) * 100, "only the first 512 of 3,200 bytes"),
        (multipart(b"<a>" * 50_000), "<a><a><a>"),
        (multipart(b"x" * 100_000), "only the first 16,384 of 100,000 bytes"),
        (b"", "Body: 0 B"),
        (b"--line", ""),
    ],
)
def test_an_answer_of_any_bytes_is_shown(run: Run, content: bytes, shown: str) -> None:
    exchange = run.exchange(scenario_of("HTTP-01"), content)
    run.finding("HTTP-01", scenario_of("HTTP-01"), exchange)
    assert shown in page_of(write(run)).cssselect("#x-T0001-1")[0].text_content()


def test_headers_of_any_kind_are_shown(run: Run) -> None:
    headers = [
        ("Content-Type", 'multipart/related; boundary="\ud800"'),
        ("", ""),
        *[("a", "b")] * 999,
    ]
    run.exchange(scenario_of("HTTP-01"), b"--x", headers)
    assert "902 more headers" not in text_of(page_of(write(run)))
    assert "901 more headers" in text_of(page_of(write(run)))


def test_a_missing_response_is_told(run: Run) -> None:
    run.exchange(scenario_of("HTTP-01"), failure="no answer in time")
    shown = text_of(page_of(write(run)).cssselect("#x-T0001-1")[0])
    assert "No response" in shown
    assert "no answer in time" in shown


def test_bodies_that_are_gone_keep_no_report_away(run: Run) -> None:
    run.exchange(scenario_of("HTTP-01"), b"answer")
    for body in (run.folder / "bodies").iterdir():
        body.unlink()
    text = text_of(page_of(write(run)))
    assert "1 more of 1, a line each" in text
    (row,) = page_of(run.folder).cssselect(".brief tbody tr")
    assert ["T0001-1", "Shows HTTP-01", "200 OK", "6", "0.250"] == [*map(text_of, row)][:5]


def test_nothing_is_asked_for_and_nothing_acts(hostile_run: Run) -> None:
    folder = write(hostile_run)
    page = page_of(folder)
    assert [] == page.cssselect(ACTIVE)
    assert [page_script()] == [each.text for each in page.cssselect("script")]
    attributes = {(name, value) for each in page.iter() for name, value in each.attrib.items()}
    assert set() == {
        (name, value)
        for name, value in attributes
        if name.startswith("on") or name in ("src", "srcset", "style", "action", "data")
    }
    assert all(value.startswith("#") for name, value in attributes if name == "href")
    (style,) = page.cssselect("style")
    assert not re.search(r"url\(|@import|expression", style.text)
    assert (folder / "report.html").stat().st_size < 3_000_000


def test_hostile_texts_change_nothing_of_the_page(hostile_run: Run, tmp_path: Path) -> None:
    tags = [each.tag for each in page_of(write(hostile_run)).iter()]
    assert set(tags) <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "nav", "main", "section",
        "article", "footer", "h1", "h2", "h3", "h4", "p", "b", "span", "small", "code", "pre",
        "ul", "ol", "li", "dl", "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr",
        "th", "td", "details", "summary", "fieldset", "legend", "label", "input", "strong",
        "script", "output",
    }  # fmt: skip
    assert tags.count("section") == len(re.findall("<section", (tmp_path / "report.html").read_text(
        encoding="utf-8")))  # fmt: skip


def test_the_policy_allows_style_and_script_and_nothing_else(run: Run) -> None:
    page = page_of(write(run))
    (style,) = page.cssselect("style")
    (script,) = page.cssselect("script")
    hashes = [
        base64.b64encode(hashlib.sha256(each.text.encode()).digest()).decode()
        for each in (style, script)
    ]
    (policy,) = page.cssselect("meta[http-equiv]")
    assert policy.get("content") == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{hashes[0]}'; "
        f"script-src 'sha256-{hashes[1]}'; base-uri 'none'; form-action 'none'"
    )


def test_every_link_leads_somewhere_and_every_place_is_one(run: Run) -> None:
    broken_run(run)
    run.exchange("T0002[a b/c]", b"answer", id_="T0002[a b/c]-1")
    run.finding("HTTP-02", "T0002[a b/c]", "T0002[a b/c]-1")
    page = page_of(write(run))
    ids = [each.get("id") for each in page.cssselect("[id]")]
    assert len(ids) == len(set(ids))
    links = {unquote(each.get("href", "")[1:]) for each in page.cssselect("a")}
    assert set() == links - set(ids)


def test_tables_headings_and_parts_serve_a_screen_reader(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    assert "en" == page.get("lang")
    assert (1, 1, 1, 1) == tuple(
        len(page.cssselect(each)) for each in ("header", "main", "footer", "h1")
    )
    assert [] == page.cssselect("th:not([scope])")
    assert [] == [each for each in page.cssselect("table tr") if not each.cssselect("th")]
    levels = [int(each.tag[1]) for each in page.cssselect("h1, h2, h3, h4")]
    deeper = [after - before for before, after in pairwise(levels)]
    assert max(deeper) <= 1
    assert all(each.cssselect("legend") for each in page.cssselect("fieldset"))
    assert all(each[0].tag == "summary" for each in page.cssselect("details"))


def test_a_statement_that_declares_less_looks_thin(run: Run) -> None:
    header = run.events[0]
    text = header["statement"]["text"].replace(
        'ImageQuality = "supported"', 'ImageQuality = "parameter-unsupported"'
    )
    run.header = {"statement": header["statement"] | {"text": text}}
    page = page_of(write(run))
    rows = {text_of(row.cssselect("th")[0]): row for row in page.cssselect("#statement tbody tr")}
    assert {row.name for row in rendered_parameters()} <= set(rows)
    thin = [name for name, row in rows.items() if row.cssselect(".less")]
    assert ["Image Quality"] == thin
    assert "1 row leaves less" in text_of(page.cssselect("#statement")[0])


def test_a_statement_that_cannot_be_read_is_left_out(run: Run) -> None:
    run.header = {"statement": {"name": "?", "text": "no TOML", "sha256": ""}}
    assert [] == page_of(write(run)).cssselect("#statement")


def test_the_ledger_is_there(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    shown = text_of(page.cssselect("#ledger")[0])
    assert all(entry.question in shown and entry.taken in shown for entry in ledger())
    (block,) = page.cssselect("#e-WSA-03")
    assert "#l-response-action-must-understand" in [a.get("href") for a in block.cssselect("a")]


def test_a_large_run_is_cut_and_says_so(run: Run) -> None:
    for number in range(60):
        run.exchange("T0001", multipart(b"&" * 70_000), id_=f"T0001-{number}")
        run.finding("HTTP-02", "T0001", f"T0001-{number}", where=f"place {'x' * number}")
    run.finding("HTTP-01", "T0001", "T0001-59")
    folder = write(run)
    assert (folder / "report.html").stat().st_size < 3_000_000
    page = page_of(folder)
    (explained,) = page.cssselect("#e-HTTP-01 .messages")
    assert "x-T0001-59" == explained.get("id")
    shown = {each.get("id") for each in page.cssselect(".messages")}
    assert 10 < len(shown) < 60
    brief = {f"x-{text_of(each)}" for each in page.cssselect(".brief tbody th")}
    assert {f"x-T0001-{number}" for number in range(60)} - shown == brief
    assert f"{60 - len(shown)} more of 60, a line each" in text_of(page)


def test_an_exchange_stands_in_the_first_complaint_about_it(run: Run) -> None:
    page = page_of(write(broken_run(run)))
    assert ["x-T0001-1"] == [each.get("id") for each in page.cssselect("#e-HTTP-01 .messages")]
    assert [] == page.cssselect("#e-WSA-03 .messages")
    assert "#x-T0001-1" in [each.get("href") for each in page.cssselect("#e-WSA-03 a")]


def test_a_finding_names_the_role_of_the_document(run: Run, world: World) -> None:
    pinned = run.folder / "pinned.toml"
    world.catalogue.dump(pinned)
    text = pinned.read_text(encoding="utf-8")
    run.header = {"catalogue": {"sha256": "", "given": "", "folder": "/nowhere", "text": text}}
    exchange = run.exchange(scenario_of("RET-02"), multipart(ENVELOPE))
    run.finding("RET-02", scenario_of("RET-02"), exchange, where=f"document {CT}")
    assert f"look at document {CT} the catalogue's ct" in text_of(page_of(write(run)))


def test_every_colour_can_be_read(run: Run) -> None:
    """WCAG 2.2 section 1.4.3: text at least 4.5 to 1, by the formula of its relative luminance."""
    style = page_style()
    schemes = [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block))
               for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)]  # fmt: skip
    assert 3 == len(schemes)  # light, dark, print
    for scheme in schemes:
        for ground in ("page", "inset"):
            for colour in scheme.keys() - {"page", "inset", "line"}:
                assert contrast(scheme[colour], scheme[ground]) >= 4.5, (colour, ground, scheme)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
              for each in channels]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
