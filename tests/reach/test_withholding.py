"""What is withheld of what an endpoint sends: known secrets, in every form, however it is cut."""

import base64
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadows_contract.consumer.withholding import forms, withheld

SECRET = 's3cret/of <the>"test\'s"'


def shown(content: bytes, *secrets: str) -> bytes:
    return b"".join(withheld([content], forms(secrets)))


@pytest.mark.parametrize(
    "form",
    [
        b's3cret/of <the>"test\'s"',
        b"s3cret%2Fof%20%3Cthe%3E%22test%27s%22",
        b"s3cret%2fof%20%3cthe%3e%22test%27s%22",
        b"s3cret%2Fof+%3Cthe%3E%22test%27s%22",
        b"s3cret/of &lt;the&gt;&quot;test&#x27;s&quot;",
        b"s3cret/of &lt;the&gt;&quot;test&apos;s&quot;",
        b's3cret/of &lt;the&gt;"test\'s"',
        b's3cret/of <the>\\"test\'s\\"',
        b"czNjcmV0L29mIDx0aGU+InRlc3QncyI=",
        b"czNjcmV0L29mIDx0aGU-InRlc3QncyI=",
        SECRET.encode("utf-16-le"),
        SECRET.encode("utf-16-be"),
    ],
)
def test_a_secret_that_comes_back_is_withheld(form: bytes) -> None:
    assert b"<" + b"*" * len(form) + b">" == shown(b"<" + form + b">", SECRET)


@pytest.mark.parametrize("before", [b"", b"x", b"xx", b"user:"])
@pytest.mark.parametrize("after", [b"", b"y", b"yy"])
def test_in_base64_of_more_than_the_secret_it_is_withheld(before: bytes, after: bytes) -> None:
    secret = b"canary-of-the-tests"
    # What is left when the characters that hold nothing but bits of the secret are gone.
    left = base64.b64decode(
        shown(base64.b64encode(before + secret + after), secret.decode()).replace(b"*", b"A")
    )

    assert before == left[: len(before)]
    assert left[len(before + secret) :].startswith(after)
    # The first and the last byte share a character with their neighbours.
    assert bytes(len(secret) - 2) == left[len(before) + 1 : len(before + secret) - 1]


@pytest.mark.parametrize("secret", ["short", "document", "Envelope"])
def test_what_may_stand_in_any_answer_is_left_alone(secret: str) -> None:
    assert secret.encode() == shown(secret.encode(), secret)


def test_a_secret_within_another_and_one_that_overlaps() -> None:
    assert b"-" + b"*" * 16 + b"-" == shown(
        b"-abcdefghijklmnop-", "cdefghij", "abcdefghijkl", "ijklmnop"
    )


@given(
    st.lists(
        st.sampled_from([b"abcdefghijklmnop", b"cdefghij", b"ijklmnopqr", b"abc", b"op", b"*"]),
        max_size=9,
    ),
    st.lists(st.integers(0, 90), max_size=9),
)
def test_however_an_answer_is_cut_the_same_is_withheld(words: list[bytes], cuts: list[int]) -> None:
    secrets = (b"abcdefghijklmnop", b"cdefghij", b"ijklmnopqr")
    whole = b"".join(words)
    ends = sorted({0, *(min(cut, len(whole)) for cut in cuts), len(whole)})
    chunks = [whole[start:end] for start, end in pairwise(ends)]

    together = b"".join(withheld([whole], secrets))

    assert len(whole) == len(together)
    assert [] == [secret for secret in secrets if secret in together]
    assert together == b"".join(withheld(chunks, secrets))


def test_without_a_secret_an_answer_is_passed_on_as_it_comes() -> None:
    chunks = [b"a", b"", b"b"]

    assert chunks == list(withheld(chunks, ()))


def test_what_came_before_an_answer_broke_off_is_passed_on() -> None:
    def breaking() -> Iterator[bytes]:
        yield b"before abcdefghijklmnop after"
        yield b" and abcdefghijkl"
        raise TimeoutError

    came: list[bytes] = []
    with pytest.raises(TimeoutError):
        came.extend(withheld(breaking(), (b"abcdefghijklmnop",)))

    assert b"before **************** after and ************" == b"".join(came)
