"""The one error that a user can cause: a configuration that cannot be used."""


class ConfigurationError(Exception):
    """Something the user gave cannot be used.

    `str(error)` says what was wrong and where;
    `hint` says what to do next.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
