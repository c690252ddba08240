"""The suite's side of the memory benchmark, in a process of its own.

`python consumer.py HOW FOLDER URL OUT` retrieves what the catalogue in FOLDER lists from the
endpoint, judges it, and prints as JSON what came of it.
HOW is `request`, for all documents in one request, or `command`, for one by the whole command.
"""

import json
import sys
import time
from pathlib import Path

from memory import peak_mb

from wadows_contract.cli import main as command
from wadows_contract.configuration import Configuration, prepare_folder
from wadows_contract.conversation import Conversation
from wadows_contract.evidence import exchanges, read_events
from wadows_contract.judge.documents import as_stored
from wadows_contract.judge.finding import Case
from wadows_contract.run import endpoint, write_header
from wadows_spec.catalogue import load_catalogue
from wadows_spec.statement import load_statement


def by_request(folder: str, url: str, out: str) -> float:
    """Ask for all documents at once, as a step of a feature does; return how long it took."""
    configuration = Configuration(out=Path(out), url=url, documents=folder)
    prepare_folder(configuration.out)
    write_header(configuration)
    with endpoint(configuration) as reached:
        conversation = Conversation(reached, "T0604[signed]", "RET-02")
        for role in reached.catalogue.documents:
            conversation.wish.add(role)
        started = time.monotonic()
        conversation.retrieve()
        conversation.keeps_its_rule()
        return time.monotonic() - started


def by_command(folder: str, url: str, out: str) -> float:
    """Run the scenario for one document; return how long the whole command took."""
    started = time.monotonic()
    select = ("--select", "T0604[signed]")
    arguments = ["certify", url, "--documents", folder, "--out", out, *select]
    try:
        command.main(arguments, standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise
    return time.monotonic() - started


def same_bytes(folder: str, out: str) -> tuple[int, int]:
    """Return how many documents were found equal to their originals, and the answer's bytes."""
    events = read_events(Path(out))
    assert not [event for event in events if event["event"] == "finding"]
    (exchange,) = exchanges(events, Path(out)).values()
    assert exchange.response is not None
    case = Case(exchange, load_statement("dcm4chee-arc"), load_catalogue(Path(folder)))
    found = [finding.got for finding in as_stored(case)]
    return found.count("the same bytes"), exchange.response.body.size


def main(how: str, folder: str, url: str, out: str) -> None:
    """Retrieve, judge, and print."""
    seconds = {"request": by_request, "command": by_command}[how](folder, url, out)
    suite_mb = peak_mb()
    equal, size = same_bytes(folder, out)
    measured = {"equal": equal, "answer_mb": size / 1e6, "seconds": seconds, "suite_mb": suite_mb}
    # What the command itself has printed comes before.
    print(json.dumps(measured))


if __name__ == "__main__":
    main(*sys.argv[1:])
