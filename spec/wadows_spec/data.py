"""Where the data is: beside the packages in a checkout, inside this one in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "data"

#: Folder under which all data keeps the paths that it has in the repository.
DATA_ROOT = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent.parent


def data_path(relative: str) -> Path:
    """Return the path of a data file or folder named as in the repository, such as `wsdl`.

    Raises `FileNotFoundError` if there is none: the installation is broken then.
    """
    path = DATA_ROOT / relative
    if not path.exists():
        raise FileNotFoundError(f"the installation lacks its data file {relative}")
    return path
