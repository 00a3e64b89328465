"""Doing a whole use case again when the database asks for it."""

import functools
import time
from collections.abc import Callable

import psycopg
from django.db import OperationalError, connection

ATTEMPTS_MAX = 5
PAUSE_S = 0.01
# serialization_failure (also: a key used at the same moment), deadlock_detected
RETRIABLE = frozenset({"40001", "40P01"})


def retried[**P, R](use_case: Callable[P, R]) -> Callable[P, R]:
    """Runs a use case again, from its first read, when the database refused it only for its timing.

    Inside a caller's transaction nothing is repeated: only the outermost one can start again.
    """

    @functools.wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, ATTEMPTS_MAX):
            try:
                return use_case(*args, **kwargs)
            except (psycopg.OperationalError, OperationalError) as error:
                if connection.in_atomic_block or sqlstate(error) not in RETRIABLE:
                    raise
                time.sleep(PAUSE_S * attempt)
        return use_case(*args, **kwargs)

    return run


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code of an error, wrapped by Django or not."""
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    return cause.sqlstate if isinstance(cause, psycopg.Error) else None
