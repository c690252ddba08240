"""The report in a real browser: its policy lets its style through, in light and in dark."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import Any

import markupsafe
import pytest
from PIL import Image

from tests.judge.builder import (
    World,
    fault,
    jpeg,
    refusal,
    registry_error,
    rendered,
    retrieved,
)
from tests.judge.conftest import world
from tests.judge.good import CT, CT_SHOWN
from tests.report.handmade import ENVELOPE, Run, multipart, scenario_of, write
from tests.report.test_matrix import as_event
from wadows_contract.prove.plan import Part
from wadows_contract.prove.proof import Proof
from wadows_contract.prove.trials import Mutant, Outcome, Trial, Variant
from wadows_contract.report.proof import write_proof
from wadows_spec.register import register

__all__ = ["world"]

pytestmark = pytest.mark.browser

QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: What chromium asks for by itself, whatever page it shows; it finds none of it.
BROWSERS_OWN = re.compile(r"https?://[a-z0-9.-]*\.(google|googleapis|gstatic)\.com/")
DARK = "--blink-settings=preferredColorScheme=0"


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("this test needs chromium: apt-get install chromium")
    return found


@pytest.fixture
def report(run: Run) -> Path:
    exchange = run.exchange(scenario_of("HTTP-01"), multipart(ENVELOPE))
    run.finding("HTTP-01", scenario_of("HTTP-01"), exchange, got="<b>bold</b>")
    return write(run) / "report.html"


@pytest.fixture(params=["report", "proof"])
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Either page that people look at."""
    if request.param == "report":
        report: Path = request.getfixturevalue("report")
        return report
    outcomes = [
        Outcome(Trial(Mutant(f"broken-{id_}", id_, "Breaks it."), live), (id_,), (), (), "", 1.0)
        for id_ in register()
        for live in (False, True)
    ]
    outcomes.append(Outcome(Trial(Variant("other", "Looks otherwise."), True), (), (), (), "", 1.0))
    write_proof(Proof(tuple(outcomes), Part()), tmp_path)
    return tmp_path / "proof.html"


def browse(chromium: str, tmp_path: Path, *arguments: str) -> str:
    done = subprocess.run(
        [chromium, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("options", "background"),
    [((), (253, 253, 251)), ((DARK,), (24, 24, 22))],
    ids=["light", "dark"],
)
def test_the_style_applies(
    chromium: str,
    page: Path,
    tmp_path: Path,
    options: tuple[str, ...],
    background: tuple[int, int, int],
) -> None:
    picture = tmp_path / "picture.png"
    options = (*options, f"--screenshot={picture}", "--window-size=1000,800")
    browse(chromium, tmp_path, *options, page.as_uri())
    with Image.open(picture) as image:
        assert background == image.convert("RGB").getpixel((2, 2))


def test_a_link_opens_the_exchange_that_it_leads_to(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    page = browse(chromium, tmp_path, "--dump-dom", f"{report.as_uri()}#x-T0001-1")
    assert '<details class="exchange" open="">' in page
    assert '<details class="exchange" open="">' not in report.read_text(encoding="utf-8")


def test_no_other_script_runs(chromium: str, report: Path, tmp_path: Path) -> None:
    text = report.read_text(encoding="utf-8")
    script = "<script>document.title = 'it ran'</script></body>"
    report.write_text(text.replace("</body>", script), encoding="utf-8")
    assert "<title>it ran" not in browse(chromium, tmp_path, "--dump-dom", report.as_uri())


#: What an endpoint could send to have it run, or fetched, wherever a report shows it.
PAYLOADS = (
    "<script>document.title='it ran'</script>",
    "\"'><img src=http://evil.invalid/ onerror=\"document.title='it ran'\">",
    "</title></style></script><svg onload=\"document.title='it ran'\">",
    "javascript:document.title='it ran'",
)


@pytest.fixture
def hostile_page(run: Run, world: World) -> Path:
    """A report of an endpoint that sends markup in every string that it controls."""
    everything = " ".join(PAYLOADS)
    as_text = escape(everything, quote=True)
    pinned = run.folder / "pinned.toml"
    world.catalogue.dump(pinned)
    run.header = {"catalogue": {"sha256": "", "given": "", "folder": str(world.catalogue.folder),
                                "text": pinned.read_text(encoding="utf-8")}}  # fmt: skip
    headers = {
        "X-Hostile": everything,
        "Content-Disposition": f'attachment; filename="{everything}"',
    }
    answers = [
        refusal(registry_error(as_text, CT, as_text), registry_error(as_text, as_text), asked=[CT]),
        fault(reason=f'<s:Reason><s:Text xml:lang="en">{as_text}</s:Text></s:Reason>'),
        fault(
            reason="<h:script xmlns:h='http://www.w3.org/1999/xhtml'>document.title='it ran'"
            "</h:script>"
        ),
        refusal(asked=[CT]).saying(everything.encode()),
        rendered("ct", jpeg(255 - CT_SHOWN), {"WindowCenter": everything}),
        retrieved("ct").swap("1@x", as_text.replace('"', ""), 2),
    ]
    own = scenario_of("REN-05")
    for number, answer in enumerate(answers, 1):
        exchange = replace(answer, headers={**answer.headers, **headers}).case(world).exchange
        assert exchange.response is not None
        came = replace(exchange.response, reason=everything)
        event = as_event(run, f"{own}-{number}", exchange.request, came)
        run.said.append(event | {"scenario": own, "response": event["response"] | {
            "reason": everything}, "failure": everything, "typed": everything})  # fmt: skip
        for requirement in ("REN-05", "RET-02"):
            got, where = f"{number} {everything}", f"image of 2.25.201 {everything}"
            run.finding(
                requirement, own, f"{own}-{number}", expected=everything, got=got, where=where
            )
    run.ended = {own: ("failed", everything)}
    run.remark(everything)
    shutil.copytree(run.folder / "bodies", run.folder / "reference" / "bodies")
    lines = [run.events[0], *(event for event in run.said if event["event"] == "exchange"),
             {"event": "problem", "text": everything}]  # fmt: skip
    (run.folder / "reference" / "evidence.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    return write(run) / "report.html"


def test_nothing_that_an_endpoint_sends_runs_or_is_fetched(
    chromium: str, hostile_page: Path, tmp_path: Path
) -> None:
    """Everything is open, so that all of it is laid out; the policy stays as it is."""
    text = hostile_page.read_text(encoding="utf-8").replace("<details", "<details open")
    for payload in PAYLOADS[:3]:
        assert str(markupsafe.escape(payload)) in text
        assert payload not in text
    assert not re.search(r"(?:href|src)=.?javascript:", text)
    hostile_page.write_text(text, encoding="utf-8")
    log = tmp_path / "net.json"
    page, said = looked_at(chromium, tmp_path, f"--log-net-log={log}", hostile_page.as_uri())
    assert "<title>it ran" not in page
    assert "evil.invalid" not in log.read_text(encoding="utf-8", errors="replace")
    assert [] == said


def test_nothing_is_said_on_the_console_nor_asked_of_the_network(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    log = tmp_path / "net.json"
    address = f"{report.as_uri()}#x-T0001-1"
    _, said = looked_at(chromium, tmp_path, f"--log-net-log={log}", address)
    assert [] == said
    asked = re.findall(r'"url":"((?:https?|wss?|ftp)://[^"]*)"', log.read_text(encoding="utf-8"))
    assert [] == [url for url in asked if not BROWSERS_OWN.match(url)]


def test_the_console_is_seen(chromium: str, report: Path, tmp_path: Path) -> None:
    """What the test before relies on: a violation of the policy is said."""
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("</main>", "<script>0</script></main>"), encoding="utf-8")
    _, said = looked_at(chromium, tmp_path, report.as_uri())
    assert any("Content Security Policy" in line for line in said)


#: What is typed, the state chosen, and the requirements that are shown then.
FILTERED = (
    ("", "all", [*register()]),
    ("rfc 9112", "all", ["HTTP-01", "HTTP-04"]),
    ("WHOLE  9112", "all", ["HTTP-01"]),
    ("http-0", "failed", ["HTTP-01"]),
    ("", "failed", ["HTTP-01"]),
    ("no such text", "all", []),
)


def test_the_table_is_filtered(chromium: str, report: Path, tmp_path: Path) -> None:
    asked = json.dumps([(text, state) for text, state, _ in FILTERED])
    told = driven(chromium, report, tmp_path, f"""
      const filter = document.querySelector('#requirements .filter');
      const search = filter.querySelector('input[type=search]');
      const rows = [...document.querySelectorAll('#requirements tbody tr')];
      search.focus();
      const looks = {asked}.map(([text, state]) => {{
        filter.querySelector(`[value="${{state}}"]`).click();
        search.value = text;
        search.dispatchEvent(new Event('input', {{bubbles: true}}));
        const shown = rows.filter((row) => row.checkVisibility());
        return [shown.map((row) => row.cells[1].textContent), filter.querySelector('output').value];
      }});
      search.value = 'HTTP';
      search.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Escape', bubbles: true}}));
      return {{looks, cleared: search.value}};
    """)  # fmt: skip
    everything = len(register())
    assert [
        [shown, "" if len(shown) == everything else f"{len(shown)} of {everything} shown"]
        for _, _, shown in FILTERED
    ] == told["looks"]
    assert "" == told["cleared"]


def test_a_link_to_a_row_that_is_filtered_out_shows_it(
    chromium: str, report: Path, tmp_path: Path
) -> None:
    told = driven(chromium, report, tmp_path, """
      const row = document.getElementById('r-HTTP-02');
      document.querySelector('#requirements [value=failed]').click();
      const before = row.checkVisibility();
      location.hash = '#r-HTTP-02';
      dispatchEvent(new HashChangeEvent('hashchange'));
      return {before, after: row.checkVisibility()};
    """)  # fmt: skip
    assert {"before": False, "after": True} == told


def test_without_script_the_search_is_not_offered_and_all_can_be_read(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    assert text.count('<label class="search" hidden>') == text.count('<input type="search"') == 3
    assert [] == [row for row in re.findall(r"<tr[^>]*>", text) if "hidden" in row]


def looked_at(chromium: str, tmp_path: Path, *arguments: str) -> tuple[str, list[str]]:
    """Return a page as it became, and what was said on its console."""
    done = subprocess.run(
        [chromium, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr",
         "--dump-dom", *arguments],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def driven(chromium: str, page: Path, tmp_path: Path, body: str) -> dict[str, Any]:
    """Return what the body of a function returns on the page, allowed by its policy for once."""
    driver = f"document.title = JSON.stringify((() => {{{body}}})());"
    digest = base64.b64encode(hashlib.sha256(driver.encode()).digest()).decode()
    text = page.read_text(encoding="utf-8")
    text = text.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    page.write_text(text.replace("</body>", f"<script>{driver}</script></body>"), encoding="utf-8")
    shown, said = looked_at(chromium, tmp_path, page.as_uri())
    assert [] == said
    told: dict[str, Any] = json.loads(unescape(re.findall("<title>(.*?)</title>", shown)[0]))
    return told


def test_a_narrow_window_needs_no_scrolling_sideways(
    chromium: str, page: Path, tmp_path: Path
) -> None:
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition('<meta http-equiv="Content-Security-Policy"')
    unguarded = before + rest.partition(">")[2]
    measure = "<script>document.title = document.documentElement.scrollWidth + ' of ' + innerWidth"
    frame = (
        "<script>document.querySelectorAll('details').forEach(each => each.open = true)</script>"
        f"{measure}</script></body>"
    )
    page.write_text(unguarded.replace("</body>", frame), encoding="utf-8")
    shown = browse(chromium, tmp_path, "--window-size=400,800", "--dump-dom", page.as_uri())
    wide, _, window = shown.partition("<title>")[2].partition("</title>")[0].partition(" of ")
    assert int(wide) <= int(window) <= 500
