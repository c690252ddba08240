"""What trials show of the suite, worked out by hand."""

import json
from pathlib import Path

from wadows_contract.prove.plan import Part
from wadows_contract.prove.proof import Proof
from wadows_contract.prove.trials import Mutant, Outcome, Trial, Variant
from wadows_contract.report.proof import against, line, write_proof


def found(*red: str, also: str = "", live: bool = False, failure: str = "") -> Outcome:
    """The outcome of a mutant that breaks HTTP-01."""
    mutant = Mutant("too-short", "HTTP-01", "Less comes than was promised.", also=also)
    return Outcome(Trial(mutant, live), red, (), ("HTTP-01 length",), failure, 1.0)


def varied(*red: str, untestable: tuple[str, ...] = (), warns: tuple[str, ...] = ()) -> Outcome:
    variant = Variant("prefixes", "Other prefixes.", warns)
    return Outcome(Trial(variant, live=True), red, untestable, (), "", 1.0)


def proof(*outcomes: Outcome) -> Proof:
    return Proof(outcomes, Part())


def test_all_is_well() -> None:
    good = proof(found("HTTP-01"), found("HTTP-01", live=True), varied())

    assert good.holds
    assert [] == list(against(good))
    assert (
        "1 mutants recorded and 1 live: 0 survivors; 1 variants: 0 false alarms; "
        "other requirements turned red: median 0, 90th percentile 0"
    ) == good.in_words()


def test_a_survivor_is_told() -> None:
    bad = proof(found("HTTP-02"), found("HTTP-01", live=True))

    assert not bad.holds
    assert ["The mutant too-short survives on recorded exchanges: HTTP-01 does not turn red."] == (
        list(against(bad))
    )
    assert "1 survivors" in bad.in_words()
    assert line(bad.outcomes[0]).startswith("SURVIVED")


def test_a_false_alarm_is_told() -> None:
    bad = proof(varied("XOP-01", untestable=("RET-02",)))

    assert not bad.holds
    assert [
        "The variant prefixes conforms, but the suite finds XOP-01, RET-02 (not testable)."
    ] == list(against(bad))
    assert "1 false alarms" in bad.in_words()
    assert line(bad.outcomes[0]).startswith("FALSE ALARM")


def test_what_a_variant_owns_up_to_is_no_false_alarm() -> None:
    assert proof(varied("MIME-05", warns=("MIME-05",))).holds
    assert not proof(varied("MIME-05", "MIME-06", warns=("MIME-05",))).holds


def test_what_cannot_be_judged_is_a_false_alarm_too() -> None:
    assert not proof(varied(untestable=("RET-02",))).holds


def test_a_failure_of_the_suite_is_told() -> None:
    bad = proof(found("HTTP-01", failure="something broke"))

    assert not bad.holds
    assert ["The suite failed on too-short: something broke"] == list(against(bad))


def test_many_others_need_an_explanation() -> None:
    others = ("HTTP-01", "RET-01", "RET-02", "RET-03", "RET-04", "RET-05")

    assert not proof(found(*others)).holds
    assert proof(found(*others[:-1])).holds
    assert proof(found(*others, also="Nothing comes at all.")).holds
    assert proof(found(*others, live=True)).holds  # counted once, as recorded


def test_a_check_that_finds_nothing_is_told() -> None:
    silent = Proof((found("HTTP-01"),), Part(), ("HTTP-01 length", "HTTP-02 status"))

    assert not silent.holds
    assert "The check HTTP-02 status found nothing under any mutant." in list(against(silent))


def test_the_spread_is_that_of_recorded_mutants() -> None:
    # 0, 0, 1, 2 others; of the live ones, many more, only their own requirement was judged.
    spread = proof(
        found("HTTP-01"),
        found("HTTP-01"),
        found("HTTP-01", "RET-01"),
        found("HTTP-01", "RET-01", "RET-02"),
        found("HTTP-01", "RET-01", "RET-02", "RET-03", live=True),
    ).spread

    # Inclusive quantiles: 0.9 of the way from the first to the last of four is at 2.7.
    assert (0.5, 1.7) == (spread[0], round(spread[1], 6))


def test_the_files_of_a_proof(tmp_path: Path) -> None:
    bad = proof(found("HTTP-01", "RET-02"), varied("XOP-01"))

    write_proof(bad, tmp_path)

    content = json.loads((tmp_path / "proof.json").read_text(encoding="utf-8"))
    assert not content["holds"]
    assert ["prefixes"] == content["false_alarms"]
    assert ["too-short"] == content["requirements"]["HTTP-01"]
    assert [] == content["requirements"]["RET-02"]
    assert [("mutant", 1), ("variant", 1)] == [
        (entry["kind"], entry["others"]) for entry in content["trials"]
    ]
    page = (tmp_path / "proof.html").read_text(encoding="utf-8")
    assert "The proof does not hold" in page
    assert "The variant prefixes conforms, but the suite finds XOP-01." in page
