"""A proof, for programs, for people, and for the terminal: proof.json, proof.html, and lines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup

from wadows_contract import __version__
from wadows_contract.prove.proof import Proof
from wadows_contract.prove.trials import Mutant, Outcome
from wadows_contract.report.html import content_hash, page_environment, page_style
from wadows_spec.register import register


def write_proof(proof: Proof, folder: Path) -> None:
    """Write proof.json and proof.html into a folder."""
    content = json.dumps(as_json(proof), indent=1) + "\n"
    (folder / "proof.json").write_text(content, encoding="utf-8")
    (folder / "proof.html").write_text(page(proof), encoding="utf-8")


def as_json(proof: Proof) -> dict[str, Any]:
    """Return what proof.json holds."""
    middle, most = proof.spread
    killed = proof.killed_by()
    return {
        "format": 1,
        "suite": __version__,
        "holds": proof.holds,
        "part": str(proof.part),
        "survivors": [entry.trial.subject.name for entry in proof.survivors],
        "false_alarms": [entry.trial.subject.name for entry in proof.false_alarms],
        "failures": [entry.trial.subject.name for entry in proof.failures],
        "unexplained": [entry.trial.subject.name for entry in proof.unexplained],
        "silent_checks": list(proof.silent),
        "others": {"median": middle, "90th_percentile": most},
        "requirements": {
            id_: sorted({entry.trial.subject.name for entry in killed.get(id_, ())})
            for id_ in register()
        },
        "trials": [_trial_json(entry) for entry in proof.outcomes],
    }


def _trial_json(entry: Outcome) -> dict[str, Any]:
    subject = entry.trial.subject
    is_mutant = isinstance(subject, Mutant)
    return {
        "kind": "mutant" if is_mutant else "variant",
        "name": subject.name,
        "sentence": subject.sentence,
        "requirement": entry.trial.requirement,
        "live": entry.trial.live,
        "red": list(entry.red),
        "others": len(entry.others) if is_mutant else len(entry.red),
        "not_testable": list(entry.untestable),
        "checks": list(entry.checks),
        "explanation": subject.also if isinstance(subject, Mutant) else "",
        "failure": entry.failure,
        "seconds": entry.seconds,
    }


def page(proof: Proof) -> str:
    """Return proof.html, which asks for nothing from anywhere and runs no script."""
    style = page_style()
    variants = [entry for entry in proof.outcomes if not entry.trial.requirement]
    return (
        page_environment()
        .get_template("proof.html.j2")
        .render(
            proof=proof,
            version=__version__,
            requirements=register(),
            killed=proof.killed_by(),
            against=list(against(proof)),
            groups=[
                ("Mutants on recorded exchanges", _in_order(proof.recorded)),
                ("Mutants live", _in_order(tuple(_live(proof)))),
            ],
            variants=variants,
            style=Markup(style),  # noqa: S704  our own file
            style_hash=content_hash(style),
        )
    )


def _live(proof: Proof) -> Iterator[Outcome]:
    for entry in proof.outcomes:
        if entry.trial.live and entry.trial.requirement:
            yield entry


def _in_order(outcomes: tuple[Outcome, ...]) -> list[Outcome]:
    """Put mutants in the order of the requirements that they break."""
    order = list(register())
    return sorted(outcomes, key=lambda entry: order.index(entry.trial.requirement))


def line(entry: Outcome) -> str:
    """Return what the terminal says of a trial: what turned red, and how that is to be taken."""
    trial = entry.trial
    kind = ("live" if trial.live else "recorded") if trial.requirement else "variant"
    wanted = f"{trial.requirement} " if trial.requirement else ""
    found = f"{wanted}{_beside(entry)}"
    return f"{_word(entry):<12} {kind:<9} {trial.subject.name}{': ' if found else ''}{found}"


def _word(entry: Outcome) -> str:
    if entry.failure:
        return "SUITE FAILED"
    if entry.trial.requirement:
        return "SURVIVED" if entry.survived else "found"
    return "FALSE ALARM" if entry.is_false_alarm else "conforms"


def _beside(entry: Outcome) -> str:
    if entry.failure:
        return entry.failure
    beside = " ".join(entry.others)
    if entry.trial.requirement:
        return f"(and {beside})" if beside else ""
    return beside + (f" not testable: {' '.join(entry.untestable)}" if entry.untestable else "")


def against(proof: Proof) -> Iterator[str]:
    """Say, a sentence each, what speaks against the suite."""
    for entry in proof.survivors:
        name, wanted = entry.trial.subject.name, entry.trial.requirement
        how = "live" if entry.trial.live else "on recorded exchanges"
        yield f"The mutant {name} survives {how}: {wanted} does not turn red."
    for entry in proof.false_alarms:
        told = ", ".join((*entry.red, *(f"{id_} (not testable)" for id_ in entry.untestable)))
        yield f"The variant {entry.trial.subject.name} conforms, but the suite finds {told}."
    for entry in proof.failures:
        yield f"The suite failed on {entry.trial.subject.name}: {entry.failure}"
    for entry in proof.unexplained:
        count, name = len(entry.others), entry.trial.subject.name
        yield f"The mutant {name} turns {count} other requirements red, and does not say why."
    for name in proof.silent:
        yield f"The check {name} found nothing under any mutant."
