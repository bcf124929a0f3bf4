"""Components settled one after the other, or by several processes with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from .components import Component
from .lexicographic import Settled, settle

SECONDS_BETWEEN_QUESTIONS = 0.5


def settle_all(
    parts: list[Component],
    should_stop: Callable[[], bool] | None,
    workers: int,
) -> Iterator[tuple[int, Settled]]:
    """(position, plan) of each component, in whatever order they are done.

    Every component has its own budget and its own solver, so neither the order nor the number of
    workers changes a plan.
    """
    if workers <= 1 or len(parts) <= 1:
        for number, component in enumerate(parts):
            yield number, settle(component, should_stop)
    else:
        yield from _settle_in_processes(parts, should_stop, min(workers, len(parts)))


def _settle_in_processes(
    parts: list[Component],
    should_stop: Callable[[], bool] | None,
    workers: int,
) -> Iterator[tuple[int, Settled]]:
    context = get_context("spawn")
    stop = context.Event()
    largest_first = sorted(range(len(parts)), key=lambda n: -int(parts[n].free.sum()))
    pool = ProcessPoolExecutor(workers, context, _remember, (stop,))
    with pool:
        waiting: dict[Future, int] = {pool.submit(_settle_one, parts[n]): n for n in largest_first}
        while waiting:
            done, _ = wait(waiting, SECONDS_BETWEEN_QUESTIONS, FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
            if should_stop is not None and should_stop():
                stop.set()


_stop: Event | None = None
"""Set by the process that started this one when its caller asks to stop."""


def _remember(stop: Event) -> None:
    global _stop
    _stop = stop


def _settle_one(component: Component) -> Settled:
    return settle(component, _stop.is_set)
