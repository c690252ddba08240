"""What is printed of an endpoint, an archive or a file has no control over a terminal."""

import click
import pytest
from click.testing import CliRunner

from wadows_contract.commands.guard import clear_errors
from wadows_contract.errors import SuiteError, UnreachableError
from wadows_contract.loading.progress import _list
from wadows_contract.saying import say
from wadows_spec.errors import ConfigurationError

#: Clears the screen, sets the title, and turns the writing direction round.
NASTY = "a\x1b[2Jb\x1b]0;title\x07c\u202ed\x9b2Je"
SHOWN = "a\\x1b[2Jb\\x1b]0;title\\x07c\\u202ed\\x9b2Je"


def test_words_of_anybody(capsys: pytest.CaptureFixture[str]) -> None:
    say(NASTY)
    say(NASTY, err=True)

    assert (f"{SHOWN}\n", f"{SHOWN}\n") == capsys.readouterr()


@pytest.mark.parametrize(
    "error",
    [
        ConfigurationError(NASTY, NASTY),
        UnreachableError(NASTY, NASTY),
        SuiteError(NASTY),
        ValueError(NASTY),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors(error: Exception) -> None:
    @click.command()
    @clear_errors
    def command() -> None:
        raise error

    said = CliRunner().invoke(command).output

    assert SHOWN in said
    assert "\x1b" not in said


def test_what_an_archive_says(capsys: pytest.CaptureFixture[str]) -> None:
    _list("Refused", [NASTY])

    assert SHOWN in capsys.readouterr().err
