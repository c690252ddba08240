"""The pytest plugin that runs the features: collection, the scenario's state, the evidence.

It is named with -p, never found by itself, so that nothing else in an environment can
change a verdict: `certify` runs pytest with this plugin, pytest-bdd and nothing else.
"""

import tempfile
import types
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from wadows_contract import configuration as configurations
from wadows_contract import rejudging, run
from wadows_contract.configuration import Configuration
from wadows_contract.conversation import Conversation, Endpoint
from wadows_contract.evidence import Recorder
from wadows_contract.expected_failures import ExpectedFailure
from wadows_contract.outcome import NotApplicable, NotShown, NotTestable, ScenarioFailed
from wadows_contract.report.terminal import print_summary
from wadows_contract.results import Gate, State
from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import register
from wadows_spec.vocabulary import OPERATIONS

_CONFIGURATION = pytest.StashKey[Configuration]()
_EXPECTED = pytest.StashKey[Mapping[str, ExpectedFailure]]()
_TAGS = "wadows_tags"
_STATES = (ScenarioFailed, NotTestable, NotShown, NotApplicable)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a run from a checkout; `certify` hands over all of them at once."""
    group = parser.getgroup("wadows-contract")
    group.addoption("--endpoint", default="", help="URL to judge; without it the reference")
    group.addoption("--statement", default="dcm4chee-arc", help="statement to judge by")
    group.addoption("--documents", default="", help="catalogue of the endpoint's documents")
    group.addoption("--out", default="", help="folder for evidence and reports")
    group.addoption("--select", action="append", default=[], help="tags or scenario id")
    group.addoption("--mutant", default="", help="mutant for the reference to start with")
    group.addoption("--variant", default="", help="variant for the reference to start with")
    group.addoption("--hostile", action="store_true", help="send what could hurt, too")
    group.addoption("--exact-codes", action="store_true", help="allow no code but the declared")
    group.addoption("--expected-failures", default="", help="file of what is known to fail")
    group.addoption("--read-timeout", type=float, default=60.0, help="seconds between bytes")
    group.addoption("--wadows-run", default="", help="used by certify and rejudge")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a feature file as a module of its scenarios."""
    if file_path.suffix == ".feature":
        return FeatureFile.from_parent(parent, path=file_path)
    return None


class FeatureFile(pytest.Module):
    """A feature file, which pytest-bdd turns into test functions."""

    def _getobj(self) -> types.ModuleType:
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        # scenarios() puts its functions into the module that calls it.
        source = "from pytest_bdd import scenarios\nscenarios(path)"
        vars(module)["path"] = str(self.path)
        exec(compile(source, str(self.path), "exec"), vars(module))  # noqa: S102
        return module


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_apply_tag(tag: str, function: Any) -> bool:
    """Note a tag on its function, where it becomes no mark that pytest does not know."""
    vars(function).setdefault(_TAGS, set()).add(tag)
    return True


def _scenario_id(item: pytest.Item) -> str:
    """Return `T0123`, or `T0123[key]` for a row; empty for what is no scenario."""
    tags: set[str] = getattr(getattr(item, "obj", None), _TAGS, set())
    number: str = next((tag for tag in tags if tag[:1] == "T" and tag[1:].isdigit()), "")
    if not number:
        return ""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    row = parameters.get("_pytest_bdd_example")
    return f"{number}[{next(iter(row.values()))}]" if row else number


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the scenarios that were not selected."""
    ids = {item: id_ for item in items if (id_ := _scenario_id(item))}
    if not ids:
        return
    with _clear_errors():
        chosen = _chosen(config)
    out = [item for item, id_ in ids.items() if id_ not in chosen]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def _chosen(config: pytest.Config) -> set[str]:
    """Return the scenarios selected, but for what a run to be judged again did not come to."""
    configuration = config.stash.get(_CONFIGURATION, None)
    if configuration is None:  # plain pytest, before the run begins
        return set(configurations.selected(tuple(config.getoption("--select"))))
    return configurations.selected(configuration.select).keys() - rejudging.never_ended(
        configuration
    )


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin the run, and record what pytest's own options left out of it."""
    config = session.config
    ids = {id_ for item in session.items if (id_ := _scenario_id(item))}
    if not ids or config.getoption("collectonly"):
        return
    if config.getoption("--wadows-run"):  # the command has planned what is run
        return
    configuration = _configuration(config)
    if left_out := sorted(configurations.selected(configuration.select).keys() - ids):
        recorder = _recorder(config)
        recorder.event("left out", scenarios=left_out)
        recorder.close()


def pytest_configure(config: pytest.Config) -> None:
    """Take the run over from the process that controls it, or from the command."""
    text = getattr(config, "workerinput", {}).get("wadows_run") or config.getoption("--wadows-run")
    if text:
        config.stash[_CONFIGURATION] = configurations.configuration_from_json(text)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the configuration to a process of pytest-xdist."""
    if _has_features(node.config.args):
        node.workerinput["wadows_run"] = configurations.configuration_to_json(
            _configuration(node.config)
        )


def _has_features(arguments: list[str]) -> bool:
    """Tell whether features of the contract are among what pytest was told to run.

    A project that loads this plugin may have features of its own, as our tests do.
    """
    features = data_path("features").resolve()
    paths = (Path(argument.partition("::")[0]).resolve() for argument in arguments)
    return any(path.is_relative_to(features) or features.is_relative_to(path) for path in paths)


def _configuration(config: pytest.Config) -> Configuration:
    """Return the run's configuration, beginning the run when it is first asked for."""
    if _CONFIGURATION not in config.stash:
        config.stash[_CONFIGURATION] = _begin(_from_options(config))
    return config.stash[_CONFIGURATION]


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except ConfigurationError as error:
        pytest.exit(f"{error}. {error.hint}", Gate.USAGE)


def _begin(configuration: Configuration) -> Configuration:
    with _clear_errors():
        configurations.check_url(configuration.url)
        configurations.expected_failures_for(configuration)
        configurations.prepare_folder(configuration.out)
        run.write_header(configuration)
    if problem := run.unreachable(configuration):
        text = f"{configuration.url} cannot be reached: {problem.what}. {problem.advice}"
        pytest.exit(text, Gate.UNREACHABLE)
    return configuration


def _from_options(config: pytest.Config) -> Configuration:
    out = config.getoption("--out") or tempfile.mkdtemp(prefix="wadows-")
    return Configuration(
        out=Path(out),
        url=config.getoption("--endpoint"),
        statement=config.getoption("--statement"),
        documents=config.getoption("--documents"),
        select=tuple(config.getoption("--select")),
        mutant=config.getoption("--mutant"),
        variant=config.getoption("--variant"),
        hostile=config.getoption("--hostile"),
        exact_codes=config.getoption("--exact-codes"),
        expected_failures=config.getoption("--expected-failures"),
        read_timeout=config.getoption("--read-timeout"),
    )


@pytest.fixture(scope="session")
def endpoint(pytestconfig: pytest.Config) -> Iterator[Endpoint]:
    """The endpoint that the features speak with."""
    ours = getattr(pytestconfig, "workerinput", {})
    # xdist calls its processes gw0, gw1, ...; one that takes the place of another counts on.
    worker, of = ours.get("workerid", ""), ours.get("workercount", 1)
    number = int(worker.removeprefix("gw") or 0) % of
    with run.endpoint(_configuration(pytestconfig), worker, number, of) as reached:
        yield reached


@pytest.fixture
def conversation(request: pytest.FixtureRequest, endpoint: Endpoint) -> Conversation:
    """The conversation of one scenario; none for a hostile one if that was not asked for."""
    id_ = _scenario_id(request.node)
    scenario = configurations.selected(())[id_]
    new = Conversation(endpoint, id_, scenario.requirement)
    if scenario.hostile and not endpoint.hostile:
        if (operation := register()[scenario.requirement].operation) in OPERATIONS:
            new.needs(operation)
        raise NotShown("it could hurt a production system: it is sent with --hostile alone")
    return new


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Any) -> None:
    """Record a step that went well."""
    _record_step(request, step, "done")


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Any) -> None:
    """Record a step that ended its scenario."""
    _record_step(request, step, "ended the scenario")


def _record_step(request: pytest.FixtureRequest, step: Any, state: str) -> None:
    if not _scenario_id(request.node):
        return
    conversation: Conversation = request.getfixturevalue("conversation")
    conversation.endpoint.recorder.event(
        "step", scenario=conversation.scenario, text=f"{step.keyword} {step.name}", state=state
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, Any, Any]:
    """Write how the scenario ended, and keep its words short."""
    scenario = _scenario_id(item)
    error = call.excinfo.value if call.excinfo else None
    if scenario and isinstance(error, (ScenarioFailed, NotTestable)):
        # Of these a traceback says nothing, and pytest would take long to write it.
        words = f"{scenario} {error.state}\n{error}"
        vars(item)["repr_failure"] = lambda excinfo: words
    report = yield
    if isinstance(error, (ScenarioFailed, NotTestable)):
        _excuse(item, report, scenario)
    if scenario and (call.when == "call" or error is not None):
        state, reason = _state_of(error)
        report.user_properties += [("scenario", scenario), ("state", state.value)]
        endpoint = getattr(item, "funcargs", {}).get("endpoint")
        fields = {"scenario": scenario, "state": state.value, "reason": reason}
        if endpoint is not None:
            endpoint.recorder.event("scenario", **fields)
        else:
            _record_without_endpoint(item.config, fields)
    return report


def _excuse(item: pytest.Item, report: Any, scenario: str) -> None:
    """Let pytest count what was expected to fail as such, and not as a failure."""
    config = item.config
    if _EXPECTED not in config.stash:
        config.stash[_EXPECTED] = configurations.expected_failures_for(_configuration(config))
    known = config.stash[_EXPECTED]
    requirement = configurations.selected(())[scenario].requirement
    if entry := known.get(scenario) or known.get(requirement):
        report.outcome, report.wasxfail = "skipped", f"reason: {entry.reason}"


def _record_without_endpoint(config: pytest.Config, fields: dict[str, str]) -> None:
    recorder = _recorder(config)
    recorder.event("scenario", **fields)
    recorder.close()


def _recorder(config: pytest.Config) -> Recorder:
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    return Recorder(_configuration(config).out, worker)


def _state_of(error: BaseException | None) -> tuple[State, str]:
    if error is None:
        return State.PASSED, ""
    if isinstance(error, _STATES):
        return State(error.state), str(getattr(error, "msg", None) or error)
    return State.ERROR, f"{type(error).__name__}: {error}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Judge the run; its gate becomes pytest's exit code."""
    config = session.config
    if hasattr(config, "workerinput") or _CONFIGURATION not in config.stash:
        return
    configuration = config.stash[_CONFIGURATION]
    complete = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    results = run.finish(configuration, complete)
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        gate = results.gate
        session.exitstatus = int(gate) if gate != Gate.CONFORMS else exitstatus
    if not config.getoption("--wadows-run"):
        print_summary(results, configuration.out)
