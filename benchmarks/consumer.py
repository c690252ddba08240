"""The suite's side of the memory benchmark, in a process of its own.

`python consumer.py FOLDER URL OUT` asks the endpoint for every document of the catalogue in
FOLDER in one request, judges the answer, and prints what came of it as JSON.
"""

import json
import sys
import time
from pathlib import Path

from memory import peak_mb

from wadows_contract import run
from wadows_contract.conversation import Conversation
from wadows_contract.evidence import read_events
from wadows_contract.judge.documents import as_stored


def main(folder: str, url: str, out: str) -> None:
    """Retrieve, judge, and print."""
    configuration = run.Configuration(out=Path(out), url=url, documents=folder)
    run.prepare_folder(configuration.out)
    run.write_header(configuration)
    started = time.monotonic()
    with run.endpoint(configuration) as endpoint:
        conversation = Conversation(endpoint, "T0604", "RET-02")
        for role in endpoint.catalogue.documents:
            conversation.want(role)
        conversation.retrieve()
        conversation.keeps_its_rule()
        response = conversation.case.exchange.response
        assert response is not None
        equal = [found.got == "the same bytes" for found in as_stored(conversation.case)]
    seconds = time.monotonic() - started
    broken = {event["requirement"] for event in read_events(configuration.out)
              if event["event"] == "finding"}  # fmt: skip
    assert not broken, broken
    measured = {
        "equal": sum(equal),
        "answer_mb": response.body.size / 1e6,
        "seconds": round(seconds, 2),
        "suite_mb": peak_mb(),
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main(*sys.argv[1:])
