"""`serve`: run the reference, as it is, as a mutant or as a variant."""

import subprocess
import sys

import click

from wadows_contract import session
from wadows_contract.prove import proving
from wadows_contract.reference_process import command, environment
from wadows_contract.results import Gate


@click.command()
@click.argument("folder", required=False, default=None)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="0 picks a free one.",
)
@click.option("--statement", default="dcm4chee-arc", show_default=True, metavar="NAME|FILE")
@click.option("--mutant", default="", metavar="NAME", help="Misbehave in one named way.")
@click.option("--list-mutants", is_flag=True, help="List the mutants and stop.")
@click.option("--list-variants", is_flag=True, help="List the variants and stop.")
@click.option(
    "--variant",
    default="",
    metavar="NAME",
    help="Be built otherwise, and as right, in one named way.",
)
@click.option(
    "--repository-unique-id",
    default="",
    metavar="UID",
    help="Repository to be asked from; by default that of FOLDER's catalogue.toml, else any.",
)
@click.option(
    "--workers",
    default=0,
    type=click.IntRange(min=0),
    help="Processes to serve by, for real load; needs the extra `workers`.",
)
@click.option("--tls-cert", metavar="FILE", help="Certificate chain, in PEM: serve over TLS alone.")
@click.option("--tls-key", metavar="FILE", help="Its key; by default it stands in the same file.")
@click.option("--tls-client-ca", metavar="FILE", help="A client has to show a certificate of it.")
@click.option("--require-basic", metavar="FILE", help="user:password that requests need.")
@click.option("--require-bearer", metavar="FILE", help="Bearer token that requests need.")
@click.option("--require-security", metavar="FILE", help="Token that wsse:Security needs.")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a limit of the reference, which docs/limits.md lists; may be given again.",
)
def serve(
    folder: str | None,
    host: str,
    port: int,
    statement: str,
    mutant: str,
    list_mutants: bool,
    list_variants: bool,
    variant: str,
    repository_unique_id: str,
    limits: tuple[str, ...],
    workers: int,
    **secured: str | None,
) -> None:
    """Serve the DICOM files in FOLDER, or the test documents, as the reference.

    When it is ready it prints one line on standard output: `serving URL`.
    """  # fmt: skip
    if list_mutants or list_variants:
        click.echo(proving.listing(list_mutants, list_variants))
        return
    arguments = ["serve", *([folder] if folder else []), "--host", host, "--port", str(port),
                 "--statement", statement, *(["--mutant", mutant] if mutant else []),
                 *(["--variant", variant] if variant else []),
                 *(["--workers", str(workers)] if workers else []),
                 "--repository-unique-id", repository_unique_id]  # fmt: skip
    for limit in limits:
        arguments += ["--limit", limit]
    for name, file in secured.items():
        arguments += [f"--{name.replace('_', '-')}", file] if file else []
    with (
        session.stopped_by_sigterm(),
        subprocess.Popen(command(*arguments), env=environment()) as process,
    ):
        try:
            code = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            code = process.wait()
    sys.exit(code if code >= 0 else Gate.SUITE_FAILED)
