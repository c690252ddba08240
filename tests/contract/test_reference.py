"""The reference keeps the contract: every requirement is green, and everything was shown."""

import json
from pathlib import Path

from wadows_spec.register import register


def test_every_requirement_is_green_on_the_reference(certified: Path) -> None:
    results = json.loads((certified / "results.json").read_text(encoding="utf-8"))

    assert dict.fromkeys(register(), "passed") == {
        entry["id"]: entry["state"] for entry in results["requirements"]
    }
    assert ("conforms to dcm4chee-arc", 0, 1.0) == (
        results["verdict"],
        results["gate"],
        results["coverage"],
    )
