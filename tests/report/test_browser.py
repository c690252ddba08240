"""The report in a real browser: its policy lets its style through, in light and in dark."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.report.handmade import ENVELOPE, Run, multipart, scenario_of, write
from wadows_contract.prove.plan import Part
from wadows_contract.prove.proof import Proof
from wadows_contract.prove.trials import Mutant, Outcome, Trial, Variant
from wadows_contract.report.proof import write_proof
from wadows_spec.register import register

pytestmark = pytest.mark.browser

QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
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


def test_no_script_runs(chromium: str, report: Path, tmp_path: Path) -> None:
    text = report.read_text(encoding="utf-8")
    script = "<script>document.title = 'it ran'</script></body>"
    report.write_text(text.replace("</body>", script), encoding="utf-8")
    assert "<title>it ran" not in browse(chromium, tmp_path, "--dump-dom", report.as_uri())


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
