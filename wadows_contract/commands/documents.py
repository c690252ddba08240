"""`documents`: the test documents, on the way into an archive."""

from pathlib import Path

import click

from wadows_contract.commands.guard import clear_errors
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError


@click.group()
def documents() -> None:
    """The test documents."""


@documents.command("write")
@click.argument("folder", type=click.Path(path_type=Path))
@clear_errors
def documents_write(folder: Path) -> None:
    """Write the test documents and catalogue.toml into FOLDER."""
    try:
        catalogue = write_documents(folder)
    except OSError as error:
        raise ConfigurationError(
            f"{error.filename or folder} cannot be written: {error.strerror}",
            "Give another folder, or mend its permissions.",
        ) from error
    click.echo(f"{len(catalogue.documents)} documents and catalogue.toml in {folder}")
