"""Every check, applied to one exchange."""

from dataclasses import replace

# Importing a module of checks enters them into the table.
from wadows_contract.judge import (  # noqa: F401
    addressing,
    disclosure,
    documents,
    files,
    mime,
    registry,
    registry_details,
    rendered,
    rendered_pixels,
    soap,
    transport,
    xop,
)
from wadows_contract.judge.finding import CHECKS, Case, Finding


def sweep(case: Case) -> list[Finding]:
    """Apply every check to an exchange.

    What is met is said once for each check: an answer may have thousands of documents.
    """
    found: list[Finding] = []
    for requirement, check in CHECKS:
        shown = False
        for finding in check(case):
            if not (finding.met and shown):
                found.append(replace(finding, requirement=requirement))
            shown = shown or finding.met
    return found
