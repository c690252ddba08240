"""Through a proxy: what is the proxy's own, and what is behind it."""

from pathlib import Path

import pytest

from tests.command.endpoints import NO_ANSWERS, answering, refusing
from tests.doctor.certificates import Files, shaking_hands
from tests.doctor.conftest import Look
from tests.doctor.proxies import proxy
from wadows_contract.doctor.lines import State

SECRET = "viewer:correct horse"


@pytest.fixture
def right(tmp_path: Path) -> str:
    (tmp_path / "right").write_text(SECRET, encoding="utf-8")
    return str(tmp_path / "right")


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    (tmp_path / "wrong").write_text("viewer:wrong horse", encoding="utf-8")
    return str(tmp_path / "wrong")


def test_all_is_well_behind_it(look: Look, served: str, right: str) -> None:
    with proxy(SECRET) as through:
        lines = look(served, proxy=through, proxy_basic=right)

    assert {"works", "none"} == {result.state.value for result in lines.values()}
    assert (State.WORKS, through) == (lines["proxy"].state, lines["proxy"].looked_at)
    assert "127.0.0.1 of the proxy" == lines["name"].looked_at
    assert State.WORKS == lines["rendered"].state


def test_certificates_behind_it(look: Look, files: Files, right: str) -> None:
    with proxy(SECRET) as through, shaking_hands(files.server, files.ca) as url:
        lines = look(
            url, "client certificate", ca=files.ca, client_cert=files.client,
            proxy=through, proxy_basic=right,
        )  # fmt: skip

    assert {"works"} == {result.state.value for result in lines.values()}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_its_credentials(look: Look, served: str, scheme: str, wrong: str) -> None:
    url = served.replace("http:", f"{scheme}:")
    with proxy(SECRET) as through:
        missing = look(url, proxy=through)
        refused = look(url, proxy=through, proxy_basic=wrong)

    for lines in (missing, refused):
        assert ["proxy"] == [name for name in lines if lines[name].state == State.RED]
        assert "not looked at, because of proxy" == lines["HTTP"].found
    assert "407: it asks for credentials" == missing["proxy"].found
    assert "--proxy-basic" in missing["proxy"].advice
    assert "407: it refuses these credentials" == refused["proxy"].found
    assert wrong in refused["proxy"].advice


def test_it_connects_to_nobody(look: Look, served: str) -> None:
    with proxy(refusal=403) as through:
        lines = look(served.replace("http:", "https:"), proxy=through)

    assert "HTTP 403 to CONNECT 127.0.0.1" == lines["proxy"].found


def test_it_is_not_there(look: Look, served: str) -> None:
    with refusing() as nowhere:
        lines = look(served, proxy=nowhere.rpartition("/dcm4chee-arc")[0])

    assert "127.0.0.1: Connection refused" == lines["port"].found
    assert lines["port"].looked_at.endswith(" of the proxy")


def test_it_is_no_proxy(look: Look, served: str) -> None:
    with answering(NO_ANSWERS["no HTTP"]) as url:
        lines = look(served.replace("http:", "https:"), proxy=url)

    assert State.RED == lines["proxy"].state
    assert "HTTP proxy" in lines["proxy"].advice
