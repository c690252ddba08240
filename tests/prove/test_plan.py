"""Which trials there are, and which scenarios judge them."""

from datetime import date

import pytest

from wadows_contract.features import scenarios
from wadows_contract.prove.plan import Part, core, judged_by, named, read_part, trials
from wadows_contract.prove.trials import Mutant, Trial, Variant
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import register

OUT = [Mutant(f"out-{number}", "HTTP-01", "Does something.") for number in range(5)]
IN = Mutant("in", "RET-01", "Reads something wrong.", way="in")
VARIANTS = [Variant(f"variant-{number}", "Looks different.") for number in range(3)]


def test_only_mutants_of_answers_are_applied_to_recorded_exchanges() -> None:
    every = trials([*OUT, IN], VARIANTS, Part())

    assert OUT == [trial.subject for trial in every if not trial.live]
    assert [*OUT, IN, *VARIANTS] == [trial.subject for trial in every if trial.live]


def test_the_parts_together_are_everything_that_runs_live_once() -> None:
    parts = [trials([*OUT, IN], VARIANTS, Part(number, 4)) for number in (1, 2, 3, 4)]

    live = [trial.subject.name for part in parts for trial in part if trial.live]
    assert sorted(entry.name for entry in (*OUT, IN, *VARIANTS)) == sorted(live)
    assert all(OUT == [trial.subject for trial in part if not trial.live] for part in parts)


@pytest.mark.parametrize(
    ("text", "part"),
    [("", Part(1, 1)), ("2/7", Part(2, 7)), ("7/7", Part(7, 7)), ("1/1", Part(1, 1))],
)
def test_a_part_is_read(text: str, part: Part) -> None:
    assert part == read_part(text, date(2026, 3, 1))


def test_in_as_many_days_every_part_has_its_turn() -> None:
    days = [date(2026, 2, day) for day in range(22, 29)]

    assert set(range(1, 8)) == {read_part("today/7", day).number for day in days}


@pytest.mark.parametrize("text", ["0/7", "8/7", "1/0", "x/7", "today/0", "today", "2", "/", "-1/7"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="is no part"):
        read_part(text, date(2026, 3, 1))


def test_a_name_chooses_a_mutant_both_ways() -> None:
    every = trials([*OUT, IN], VARIANTS, Part())

    chosen = named(every, ["out-3", "variant-1"])

    assert [("out-3", False), ("out-3", True), ("variant-1", True)] == [
        (trial.subject.name, trial.live) for trial in chosen
    ]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no mutant or variant 'x'"):
        named(trials(OUT, (), Part()), ["out-1", "x"])


def test_the_core_has_something_of_every_requirement_and_not_much() -> None:
    chosen = core(scenarios())
    having = [entry.requirement for entry in scenarios() if entry.id in chosen]

    assert set(register()) == set(having)
    assert 2 == max(having.count(id_) for id_ in register())


def test_a_mutant_is_judged_by_all_of_its_own_requirement() -> None:
    own = {entry.id for entry in scenarios() if entry.requirement == "REN-13"}

    assert own == judged_by(Trial(Mutant("x", "REN-13", "Does something."), live=True), scenarios())
    assert own | core(scenarios()) == judged_by(
        Trial(Mutant("x", "REN-13", "Does something."), live=False), scenarios()
    )


def test_a_variant_is_judged_by_the_core_or_by_everything() -> None:
    assert core(scenarios()) == judged_by(Trial(VARIANTS[0], live=True), scenarios())
    assert {entry.id for entry in scenarios()} == judged_by(
        Trial(VARIANTS[0], live=True, whole=True), scenarios()
    )


def test_only_variants_are_tried_by_the_whole_contract() -> None:
    every = trials([*OUT, IN], VARIANTS, Part(), whole=True)

    assert VARIANTS == [trial.subject for trial in every if trial.whole]
