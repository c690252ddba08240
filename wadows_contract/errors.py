"""Our own families of errors: a defect of the suite, never blamed on the endpoint, and silence."""


class SuiteError(Exception):
    """The suite, its configuration or one of its messages is at fault."""


class UnreachableError(Exception):
    """What was to be spoken with cannot be reached at all; `hint` says what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
