"""Errors that we know become one message and an exit code; no traceback reaches a user."""

import contextlib
import errno
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import click

from wadows_contract.errors import SuiteError, UnreachableError
from wadows_contract.results import Gate
from wadows_contract.saying import say
from wadows_spec.errors import ConfigurationError

#: How it is said that nothing more can be written.
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
_MAKE_ROOM: Final = (
    "Make room, or give --out on another disk. What was recorded until then can still be read."
)


def clear_errors(function: Callable[..., None]) -> Callable[..., None]:
    """Turn the errors that we know into one message and their exit code."""

    @wraps(function)
    def guarded(*arguments: Any, **options: Any) -> None:
        try:
            function(*arguments, **options)
        except ConfigurationError as error:
            say(f"Error: {error}", err=True)
            if error.hint:
                say(error.hint, err=True)
            sys.exit(Gate.USAGE)
        except UnreachableError as error:
            say(f"Error: {error}", err=True)
            if error.hint:
                say(error.hint, err=True)
            sys.exit(Gate.UNREACHABLE)
        except SuiteError as error:
            say(f"The suite failed: {error}", err=True)
            sys.exit(Gate.SUITE_FAILED)
        except KeyboardInterrupt:
            say("Stopped.", err=True)
            sys.exit(Gate.SUITE_FAILED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001  a traceback is for us, not for the user
            say(f"The suite failed: {type(error).__name__}: {error}", err=True)
            with contextlib.suppress(OSError):  # a full disk may be what went wrong
                say(f"Where it failed stands in {_keep_traceback()}.", err=True)
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                say(_MAKE_ROOM, err=True)
            sys.exit(Gate.SUITE_FAILED)

    return guarded


def _keep_traceback() -> str:
    """Write the traceback of the exception being handled to a new file, and return its name."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="wadows-", suffix=".txt", delete=False
    ) as log:
        traceback.print_exc(file=log)
    return log.name
