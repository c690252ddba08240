"""The proof as the command gives it: what is tried, what is said of it, what is left behind."""

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from wadows_contract.configuration import prepare_folder
from wadows_contract.prove.judging import all_checks
from wadows_contract.prove.plan import Part, named, trials
from wadows_contract.prove.proof import Proof
from wadows_contract.prove.running import record, run
from wadows_contract.prove.trials import Outcome, Trial, mutants, variants
from wadows_contract.report.proof import against, line, write_proof


def prove(names: Sequence[str], out: Path | None, part: Part, whole: bool, jobs: int) -> Proof:
    """Judge all trials, or those named, say what came of each, and return the proof.

    `whole` lets variants be judged by every scenario.
    Raises `ConfigurationError` for what the user gave, `SuiteError` if nothing can be proven.
    """
    chosen = named(trials(mutants(), variants(), part, whole), names)
    if out is not None:
        prepare_folder(out)
    with TemporaryDirectory(prefix="wadows-") as scratch:
        recorded = Path(scratch) / "recorded"
        if any(not trial.live for trial in chosen):
            click.echo("Recording a certification of the reference ...", err=True)
            record(recorded, jobs)
        outcomes = _judged(chosen, recorded, jobs)
    proof = Proof(outcomes, part, () if names else all_checks())
    if out is not None:
        write_proof(proof, out)
        click.echo(f"proof: {os.path.relpath(out)}/proof.html")
    for sentence in against(proof):
        click.echo(sentence)
    click.echo(proof.in_words())
    return proof


def listing(defects: bool, forms: bool) -> str:
    """Return a line for each mutant and variant: name, requirement and what it does."""
    lines = []
    if defects:
        lines += [(entry.name, entry.requirement, entry.sentence) for entry in mutants()]
    if forms:
        lines += [(entry.name, "variant", entry.sentence) for entry in variants()]
    width = max(len(name) for name, *_ in lines)
    return "\n".join(f"{name:<{width}}  {what:<8} {sentence}" for name, what, sentence in lines)


def _judged(chosen: Sequence[Trial], recorded: Path, jobs: int) -> tuple[Outcome, ...]:
    console = Console(stderr=True)
    with Progress(
        TextColumn("trials"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task("", total=len(chosen))

        def told(outcome: Outcome) -> None:
            click.echo(line(outcome))
            progress.advance(task)

        return run(chosen, recorded, jobs, told)
