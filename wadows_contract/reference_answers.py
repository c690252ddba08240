"""What the reference answers to the requests that an endpoint failed by, to be shown beside it.

It is asked once, after the run, and what it says changes no verdict. Its answers stand in a folder
of their own beside the evidence, so that a report can be written again without it.
"""

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from wadows_contract import __version__
from wadows_contract.configuration import Configuration, catalogue_for
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.errors import SuiteError
from wadows_contract.evidence import FORMAT, Event, Recorder, exchanges, read_events
from wadows_contract.exchange import Exchange
from wadows_contract.reference_process import reference
from wadows_contract.report.complaints import Evidence, complaints, explained
from wadows_contract.results import Results
from wadows_spec.catalogue import Catalogue
from wadows_spec.errors import ConfigurationError

FOLDER: Final = "reference"
#: How many requests are sent at most, for how many seconds, and the limits of each answer.
MAX_REQUESTS: Final = 60
_MAX_OF_ONE: Final = 5
_MAX_SECONDS: Final = 20.0
_LIMITS: Final = Limits(connect=2.0, read=5.0, answer=10.0, size=50_000_000)


def ask_reference(configuration: Configuration, results: Results, events: Sequence[Event]) -> None:
    """Send the reference what the endpoint failed by, and record what it answers.

    Nothing is asked of a run that is judged again, of the reference itself, or without documents.
    That it cannot be asked is written down, and is no failure of the run.
    """
    if configuration.replay:
        with suppress(OSError):
            shutil.copytree(Path(configuration.replay) / FOLDER, configuration.out / FOLDER)
        return
    wanted = list(_wanted(results, events))
    if not configuration.url or not configuration.originals or not wanted:
        return
    recorded = exchanges(
        (event for event in events if event.get("id") in wanted), configuration.out
    )
    folder = configuration.out / FOLDER
    folder.mkdir(exist_ok=True)
    recorder = Recorder(folder)
    recorder.event("run", format=FORMAT, suite=__version__, statement=configuration.statement)
    try:
        with _served(configuration) as url:
            _ask(url, [recorded[id_] for id_ in wanted], recorder)
    except (SuiteError, ConfigurationError, OSError) as error:
        recorder.event("problem", text=str(error))
    finally:
        recorder.close()


def reference_answers(folder: Path) -> tuple[Mapping[str, Exchange], str]:
    """Return what is recorded in the folder of a run: answers by the id of the endpoint's exchange.

    And why there are none, or not all; empty if nothing kept the reference from being asked.
    """
    try:
        events = read_events(folder / FOLDER)
        answers = exchanges(events, folder / FOLDER)
        problems = [str(event["text"]) for event in events if event["event"] == "problem"]
    except (ConfigurationError, LookupError, TypeError):
        return {}, ""
    return answers, "; ".join(problems)


def _wanted(results: Results, events: Sequence[Event]) -> Iterator[str]:
    """Yield the ids of the exchanges to ask for: the first of what each requirement fails by."""
    evidence = Evidence(events)
    scenarios = {entry.id: entry for entry in results.scenarios}
    sent = {
        event["id"] for event in events if event["event"] == "exchange" and not event.get("fixture")
    }
    found = dict.fromkeys(
        place.exchange
        for entry in explained(results)
        for complaint in complaints(entry, scenarios, evidence)[:_MAX_OF_ONE]
        for place in complaint.places[:1]
        if place.exchange in sent
    )
    yield from list(found)[:MAX_REQUESTS]


@contextmanager
def _served(configuration: Configuration) -> Iterator[str]:
    """Serve the catalogue's documents by links to them: nothing is written where they are.

    Raises `ConfigurationError` if their files are not at hand.
    """
    with TemporaryDirectory(prefix="wadows-") as scratch:
        served = Path(scratch)
        catalogue = catalogue_for(configuration, served)
        if configuration.documents:
            _link(catalogue, served)
        repository = catalogue.repository_unique_id
        with reference(served, configuration.statement, "", repository) as url:
            yield url


def _link(catalogue: Catalogue, served: Path) -> None:
    folder = catalogue.folder
    files = [folder / entry.file for entry in catalogue.documents.values() if folder and entry.file]
    there = [file.resolve() for file in files if file.is_file()]
    if not there:
        raise ConfigurationError("the documents of the catalogue are not at hand")
    for number, file in enumerate(there):
        link = served / f"{number}.dcm"
        try:
            link.symlink_to(file)
        except OSError:  # Windows lets not everybody make links
            shutil.copyfile(file, link)


def _ask(url: str, wanted: Sequence[Exchange], recorder: Recorder) -> None:
    transport = LiveTransport(recorder.bodies, _LIMITS)
    end = time.monotonic() + _MAX_SECONDS
    for asked in wanted:
        if time.monotonic() > end:
            recorder.event("problem", text="there was no time to ask it more")
            return
        scenario, _, ordinal = asked.id.rpartition("-")
        request = replace(asked.request, url=url, body=recorder.bodies.adopt(asked.request.body))
        recorder.exchange(transport.send(scenario, int(ordinal), request))
