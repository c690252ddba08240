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
    """Apply every check to an exchange."""
    return [
        replace(finding, requirement=requirement)
        for requirement, check in CHECKS
        for finding in check(case)
    ]
