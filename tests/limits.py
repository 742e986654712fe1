"""Limits of time and memory for what a test itself does, whatever those before it left in the process."""

import gc
import resource
import time
from contextlib import contextmanager


@contextmanager
def within(seconds):
    """Allow what is done inside so much processor time; objects that were there before are not collected."""
    gc.freeze()
    begun = time.process_time()
    try:
        yield
    finally:
        taken = time.process_time() - begun
        gc.unfreeze()
    assert taken < seconds


@contextmanager
def adding(megabytes):
    """Allow the most memory that this process ever had to grow by so much."""
    before = most_memory()
    yield
    assert (most_memory() - before) / 1024 < megabytes


def most_memory():
    """Return how many KiB this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
