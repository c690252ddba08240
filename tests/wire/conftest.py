"""Properties are tried on the same examples each time, and leave nothing behind."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "deterministic",
    database=None,
    derandomize=True,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("deterministic")
