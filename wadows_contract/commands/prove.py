"""`prove`: show what the suite's verdicts are worth."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from wadows_contract.commands.guard import clear_errors
from wadows_contract.prove import proving
from wadows_contract.prove.plan import read_part
from wadows_contract.results import Gate


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="New folder for proof.json and proof.html; neither is kept by default.",
)
@click.option(
    "--part",
    default="",
    metavar="K/N",
    help="Of all that runs live only the Kth of N parts; today/N chooses by the date.",
)
@click.option(
    "--whole", is_flag=True, help="Judge variants by every scenario, not by two of a requirement."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2,
    show_default="number of CPUs",
    help="Trials at the same time.",
)
@clear_errors
def prove(names: tuple[str, ...], out: Path | None, part: str, whole: bool, jobs: int) -> None:
    """Prove the suite: every mutant of the reference is found, and no variant raises an alarm.

    Mutants of answers are applied to recorded exchanges; all mutants, and the variants, run live.
    With NAMEs, only these mutants and variants.

    \b
    Exit codes:
      0 no survivor and no false alarm   1 there are   2 wrong usage   4 the suite failed
    """  # fmt: skip  # noqa: D301  as above
    proof = proving.prove(names, out, read_part(part, datetime.now(UTC).date()), whole, jobs)
    sys.exit(Gate.CONFORMS if proof.holds else Gate.DOES_NOT_CONFORM)
