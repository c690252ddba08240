"""How to run one scenario again, as a shell understands it."""

import shlex

from tests.report.handmade import Run
from wadows_contract.report.words import repeat_command


def command(run: Run, scenario: str = "T0101") -> str:
    return repeat_command(run.events[0], scenario)


def test_it_names_the_endpoint_of_the_run(run: Run) -> None:
    expected = "wadows-contract certify http://archive.invalid/xdsi --select T0101"
    assert expected == command(run)


def test_brackets_and_spaces_are_quoted(run: Run) -> None:
    expected = "wadows-contract certify http://archive.invalid/xdsi --select 'T0202[two words]'"
    assert expected == command(run, "T0202[two words]")


def test_the_embedded_reference_has_no_url(run: Run) -> None:
    run.header = {"endpoint": "embedded reference", "embedded": True}
    assert "wadows-contract certify --select T0101" == command(run)


def test_a_mutant_is_served_first(run: Run) -> None:
    run.header = {"endpoint": "embedded reference", "embedded": True, "mutant": "wrong-frame"}
    served, certified = command(run).splitlines()
    assert "wadows-contract serve --mutant wrong-frame &" == served
    assert certified == (
        "wadows-contract certify http://127.0.0.1:8080/dcm4chee-arc/xdsi/ImagingDocumentSource"
        " --select T0101"
    )


def test_a_variant_is_served_first(run: Run) -> None:
    run.header = {"endpoint": "embedded reference", "embedded": True, "variant": "root-part-last"}
    assert "wadows-contract serve --variant root-part-last &" == command(run).splitlines()[0]


def test_another_statement_and_other_documents_are_named(run: Run) -> None:
    run.header = {
        "statement": {"name": "acme", "given": "my files/acme.toml", "text": "", "sha256": ""},
        "catalogue": {"given": "my documents", "text": "", "sha256": ""},
    }
    expected = ["--statement", "my files/acme.toml", "--documents", "my documents"]
    assert expected == shlex.split(command(run))[3:7]


def test_an_endpoint_cannot_add_a_command(run: Run) -> None:
    run.header = {"endpoint": "http://h.invalid/$(reboot);`x`&'"}
    assert "http://h.invalid/$(reboot);`x`&'" == shlex.split(command(run))[2]


def test_what_else_decides_the_run_is_repeated(run: Run) -> None:
    run.header = {"hostile": True, "exact_codes": True}
    expected = ["--hostile", "--exact-codes", "--select", "T0101"]
    assert expected == shlex.split(command(run))[3:]
