"""A cluster of dask: many machines that are one executor."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from scenes.studio.failures import FailedError

ANSWER = 5  # seconds within which a scheduler answers


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Yield the executor of the scheduler at an address, such as tcp://host:8786.

    Raises FailedError where none answers.
    """
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in one line
    try:
        client = Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise FailedError(
            f"no dask scheduler answers at {address}; `dask scheduler` starts one and tells its address"
        ) from error
    with client:
        yield client.get_executor()
