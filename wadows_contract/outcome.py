"""How a scenario can end other than well, each as an exception that knows its state."""

from collections.abc import Sequence
from typing import ClassVar

from _pytest.outcomes import Skipped

from wadows_contract.judge.finding import Finding


class ScenarioFailed(AssertionError):
    """A Then step found its requirement broken."""

    state: ClassVar = "failed"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(in_words(finding) for finding in findings))
        self.findings = tuple(findings)


class NotTestable(AssertionError):
    """What the step judges could not be judged, for something it needs had failed."""

    state: ClassVar = "not testable"


class NotShown(Skipped):
    """Nothing could be provoked: the catalogue has no document for it, or it was not to be sent."""

    state: ClassVar = "not shown"


class NotApplicable(Skipped):
    """The scenario belongs to what the statement does not declare."""

    state: ClassVar = "not applicable"


def in_words(finding: Finding) -> str:
    """Say what was expected, what came, and where."""
    where = f" ({finding.where})" if finding.where else ""
    return f"{finding.requirement}: expected {finding.expected}; got {finding.got}{where}"
