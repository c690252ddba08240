"""The command `wadows-contract`."""

import os

import click

from wadows_contract import __version__
from wadows_contract.commands.catalogue import catalogue
from wadows_contract.commands.certify import certify
from wadows_contract.commands.compare import compare
from wadows_contract.commands.doctor import doctor
from wadows_contract.commands.documents import documents
from wadows_contract.commands.prove import prove
from wadows_contract.commands.redact import redact
from wadows_contract.commands.rejudge import rejudge
from wadows_contract.commands.serve import serve
from wadows_contract.commands.statement import statement
from wadows_contract.commands.verify import verify

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="wadows-contract")
def main() -> None:
    """Test an Imaging Document Source against the WADO-WS contract, or serve the reference.

    \b
    Exit codes of certify and rejudge:
      0 conforms   1 does not   2 wrong usage   3 endpoint unreachable
      4 the suite failed, or the run was cut short
    What the file of expected failures lists counts as 0 if it fails, and as 1 if it passes.
    """  # noqa: D301  click reads the backspace as: leave the lines alone


_SUBCOMMANDS = (
    doctor, certify, rejudge, verify, redact, compare, statement, prove, serve, documents,
    catalogue,
)  # fmt: skip
for _subcommand in _SUBCOMMANDS:
    main.add_command(_subcommand)


if __name__ == "__main__":
    # xdist and the reference start new processes: nothing of this one's options may leak there.
    os.environ.pop("PYTEST_ADDOPTS", None)
    main()
