"""Media types as they are written in the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadows_contract.wire.media_type import MediaType, parse_media_type

MEDIA_TYPES = [
    ("", MediaType()),
    ("text/xml", MediaType("text/xml")),
    (" Text/XML ", MediaType("text/xml")),
    ("a/b; c=d", MediaType("a/b", {"c": "d"})),
    ("a/b;C=D", MediaType("a/b", {"c": "D"})),
    ('a/b; c="d"', MediaType("a/b", {"c": "d"})),
    ('a/b ; c = "d" ; e=f', MediaType("a/b", {"c": "d", "e": "f"})),
    ('a/b; c="d;e=f"; g=h', MediaType("a/b", {"c": "d;e=f", "g": "h"})),
    (r'a/b; c="say \"d\" \\"; e=f', MediaType("a/b", {"c": r'say "d" \ '.rstrip(), "e": "f"})),
    ("a/b; c=d e ; f=g", MediaType("a/b", {"c": "d e", "f": "g"})),
    ('a/b; c=""', MediaType("a/b", {"c": ""})),
    ("a/b; c=", MediaType("a/b", {"c": ""})),
    ("a/b; c; d=e", MediaType("a/b", {"d": "e"})),
    ("a/b;; c=d;", MediaType("a/b", {"c": "d"})),
    ("a/b; c=first; C=second", MediaType("a/b", {"c": "first"})),
    ('a/b; c="no end; d=e', MediaType("a/b", {"c": '"no end', "d": "e"})),
    ("a/b;\r\n\tc=d", MediaType("a/b", {"c": "d"})),
    ('a/b; start="<a@b;c>"', MediaType("a/b", {"start": "<a@b;c>"})),
    ("a/b; start=<a@b>", MediaType("a/b", {"start": "<a@b>"})),
    (
        "a/b; start*=utf-8''c%3Dd; start*0=e",
        MediaType("a/b", {"start*": "utf-8''c%3Dd", "start*0": "e"}),
    ),
    ("a/b; boundary=uuid:1-2=3", MediaType("a/b", {"boundary": "uuid:1-2=3"})),
]


@pytest.mark.parametrize(("text", "expected"), MEDIA_TYPES, ids=[row[0] for row in MEDIA_TYPES])
def test_media_type(text: str, expected: MediaType) -> None:
    assert expected == parse_media_type(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a/b; c=d", "d"),
        ('a/b; c="d"', '"d"'),
        (r'a/b; c="\d"', r'"\d"'),
        ('a/b; C = "d;e" ', '"d;e"'),
        ("a/b; c=d ;e=f", "d"),
        ('a/b; c="d', '"d'),
        ('a/b; c=d; c="e"', "d"),
    ],
)
def test_a_parameter_as_it_is_written(text: str, written: str) -> None:
    assert written == parse_media_type(text).written["c"]


@given(st.dictionaries(st.text("abcdef-", min_size=1), st.text(max_size=10), max_size=3))
def test_quoted_parameters_come_back(parameters: dict[str, str]) -> None:
    quoted = (
        (name, value.replace("\\", "\\\\").replace('"', '\\"'))
        for name, value in parameters.items()
    )
    text = "a/b" + "".join(f'; {name}="{value}"' for name, value in quoted)

    assert MediaType("a/b", parameters) == parse_media_type(text)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert parse_media_type(text).name == parse_media_type(text).name.lower()
