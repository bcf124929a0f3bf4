"""One reading of the city's shape: what a page asks for from many rooms is read once for it.

Within `one_reading` a function marked with `read_once` asks the database at its first call and
gives the same answer to equal calls after that. Only pages that change nothing open one, so that
no act is decided on what was read before it.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

_answers = ContextVar("answers of one reading", default=None)


@contextmanager
def one_reading():
    """Keep the answers of functions marked with `read_once` until the block ends."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def read_once(build):
    """Mark a function of hashable arguments whose answer nobody changes."""

    @wraps(build)
    def answer(*args):
        kept = _answers.get()
        if kept is None:
            return build(*args)
        key = (build, args)
        if key not in kept:
            kept[key] = build(*args)
        return kept[key]

    return answer
