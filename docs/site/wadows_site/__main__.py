"""Build the site; the exit code is 1 if Sphinx warns of anything, or a link leads nowhere."""

import sys
from pathlib import Path

import click
from sphinx.cmd.build import build_main

from wadows_site.last_run import last_run
from wadows_site.layout import ROOT, lay_out
from wadows_site.links import broken_links


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    default=ROOT / "certification" / "results.json",
    help="results.json whose states the features show; none is shown if there is no such file.",
)
def main(out: Path, results: Path) -> None:
    """Build the site into OUT/html, by way of OUT/source."""
    try:
        last = last_run(results if results.is_file() else None)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    source, site = out / "source", out / "html"
    lay_out(source, last)
    strictly = ["--fail-on-warning", "--quiet", "--fresh-env", "--write-all"]
    made = build_main([*strictly, "--conf-dir", str(ROOT / "docs/site"), str(source), str(site)])
    broken = broken_links(site) if not made else []
    for problem in broken:
        click.echo(problem, err=True)
    if made or broken:
        sys.exit(1)
    click.echo(f"the site is in {site}; begin with {site / 'index.html'}")


if __name__ == "__main__":
    main()
