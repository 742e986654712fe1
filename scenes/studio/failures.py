"""What can go wrong in ways that a person is told in one line."""

DEBUG = "DESCENT_DEBUG"  # the environment variable that asks for tracebacks


class UnfitError(ValueError):
    """Values that can't be used: the command ends with 2."""


class FailedError(Exception):
    """Something that should have worked and did not: the command ends with 1."""
