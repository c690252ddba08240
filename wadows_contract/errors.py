"""Our own family of errors: a defect of the suite, never blamed on the endpoint."""


class SuiteError(Exception):
    """The suite, its configuration or one of its messages is at fault."""
