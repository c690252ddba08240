"""Which mutants several processes can serve."""

from wadows_reference.mutants import Mutant, Way
from wadows_spec.errors import ConfigurationError


def check_shareable(mutant: Mutant | None) -> None:
    """Raise `ConfigurationError` for a mutant that needs a server of one process."""
    if mutant is not None and mutant.way is Way.STATE:
        raise ConfigurationError(
            f"the mutant {mutant.name} cannot be served by several workers:"
            " what it remembers is in one process",
            "Leave out --workers.",
        )
