"""Text is shown whatever it holds, and nothing of it acts."""

import pytest

from wadows_contract.report.text import clip, one_line, percent, printable, size_in_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grüße, 日本語 🙂", "Grüße, 日本語 🙂"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\\x0dc"),
        ("\x00\x1b[31m\x7f\x85", "\\x00\\x1b[31m\\x7f\\x85"),
        (b"\xff\x80".decode("utf-8", "surrogateescape"), "\\xff\\x80"),
        ("\ud800", "\\ud800"),
        ("a\u202eb\u2028c\ufeff", "a\\u202eb\\u2028c\\ufeff"),
        ("\ufffe\uffff", "\\ufffe\\uffff"),
    ],
)
def test_what_cannot_be_shown_becomes_an_escape(text: str, expected: str) -> None:
    assert expected == printable(text)


def test_every_character_can_be_written_as_xml_afterwards() -> None:
    from lxml import etree

    everything = "".join(map(chr, range(0x20000)))
    element = etree.Element("e")
    element.text = printable(everything)
    assert b"\x00" not in etree.tostring(element, encoding="utf-8")


def test_clipping_says_how_much_is_missing() -> None:
    assert "abc" == clip("abc", 3)
    assert "abc… (1,997 characters more)" == clip("abc" + "x" * 1997, 3)


def test_one_line_joins_lines() -> None:
    assert "a / b" == one_line("a\n\nb\n", 100)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "100 %"), (0.9999, "99.9 %"), (0.5, "50 %"), (0.9811, "98.1 %"), (0.0, "0 %"),
     (0.29, "29 %")],
)  # fmt: skip
def test_only_all_is_100_percent(share: float, expected: str) -> None:
    assert expected == percent(share)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (999_999, "1.0 MB"),
     (27_435, "27.4 kB"), (300_000_000, "300.0 MB"), (2_000_000_000, "2.0 GB")],
)  # fmt: skip
def test_sizes(size: int, expected: str) -> None:
    assert expected == size_in_words(size)
