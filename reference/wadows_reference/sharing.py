"""Which mutants and variants several processes can serve."""

from typing import Final

from wadows_reference.mutants import Mutant, Way
from wadows_reference.variants import Variant
from wadows_spec.errors import ConfigurationError

_WRITES: Final = "it writes to the connection in a way of its own"
_REASONS: Final = {Way.TIMING: _WRITES, Way.STATE: "what it remembers is in one process"}


def check_shareable(mutant: Mutant | None, variant: Variant | None) -> None:
    """Raise `ConfigurationError` for a mutant or variant that needs a server of one process."""
    reason = _REASONS.get(mutant.way) if mutant else None
    if variant and variant.send is not None:
        reason = _WRITES
    if reason is not None:
        name = f"mutant {mutant.name}" if mutant else f"variant {variant.name if variant else ''}"
        raise ConfigurationError(
            f"the {name} cannot be served by several workers: {reason}", "Leave out --workers."
        )
