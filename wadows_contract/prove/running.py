"""Many trials, a few at a time, each in a process of its own."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from wadows_contract.configuration import Configuration, prepare_folder
from wadows_contract.errors import SuiteError
from wadows_contract.prove.judging import STATEMENT, judge
from wadows_contract.prove.trials import Outcome, Trial
from wadows_contract.results import Gate
from wadows_contract.session import judged_quietly

#: What a proof calls for each trial that has ended.
Told = Callable[[Outcome], None]


def record(folder: Path, jobs: int) -> None:
    """Certify the reference, whose exchanges the mutants will change.

    Raises `SuiteError` if it does not conform: then there is nothing to be proven.
    """
    prepare_folder(folder)
    results = judged_quietly(Configuration(out=folder, statement=STATEMENT, reports=False), jobs)
    if results.gate != Gate.CONFORMS:
        wrong = ", ".join(
            f"{entry.requirement.id} ({entry.state})"
            for entry in results.requirements
            if entry.state != "passed"
        )
        raise SuiteError(f"the reference itself is not all green, so nothing is proven: {wrong}")


def run(trials: Sequence[Trial], recorded: Path, jobs: int, told: Told) -> tuple[Outcome, ...]:
    """Judge trials, so many at a time, and return their outcomes in the same order."""
    found: dict[int, Outcome] = {}
    # Fresh processes: what is forked from a process with threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        # The longest first, so that none is left alone at the end.
        order = sorted(range(len(trials)), key=lambda number: bool(trials[number].requirement))
        futures = {pool.submit(judge, trials[number], recorded): number for number in order}
        try:
            for future in as_completed(futures):
                found[futures[future]] = outcome = future.result()
                told(outcome)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return tuple(found[number] for number in range(len(trials)))
