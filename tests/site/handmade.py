"""A results.json written by hand."""

from typing import Any

from wadows_contract.run import features_sha256


def results(**run: Any) -> dict[str, Any]:
    """What of a results.json the site reads."""
    about = {
        "started": "2031-05-06T07:08:09+00:00",
        "embedded": False,
        "mutant": "",
        "endpoint": "http://archive.example:8080/secret",
        "features_sha256": features_sha256(),
    }
    return {
        "format": 1,
        "verdict": "does not conform",
        "run": about | run,
        "requirements": [{"id": "HTTP-01", "state": "passed"}, {"id": "REN-01", "state": "failed"}],
        "scenarios": [
            {"id": "T0701[signed]", "state": "not testable"},
            {"id": "T0804", "state": "failed"},
        ],
    }  # fmt: skip
