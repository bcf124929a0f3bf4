"""Components settled one after the other, or by several processes with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from .components import Component
from .lexicographic import Settled, settle
from .program import Budget
from .rules import Board

SECONDS_BETWEEN_QUESTIONS = 0.5


def settle_all(
    board: Board,
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
            yield number, settle(board, component, _budget(board), should_stop)
    else:
        yield from _settle_in_processes(board, parts, should_stop, min(workers, len(parts)))


def _budget(board: Board) -> Budget:
    limit = board.problem.limit
    return Budget(limit.iterations, limit.nodes)


def _settle_in_processes(
    board: Board,
    parts: list[Component],
    should_stop: Callable[[], bool] | None,
    workers: int,
) -> Iterator[tuple[int, Settled]]:
    context = get_context("spawn")
    stop = context.Event()
    largest_first = sorted(range(len(parts)), key=lambda n: -len(parts[n].people))
    pool = ProcessPoolExecutor(workers, context, _remember, (board, parts, stop))
    with pool:
        waiting: dict[Future, int] = {pool.submit(_settle_one, n): n for n in largest_first}
        while waiting:
            done, _ = wait(waiting, SECONDS_BETWEEN_QUESTIONS, FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
            if should_stop is not None and should_stop():
                stop.set()


_work: tuple[Board, list[Component], Event] | None = None
"""What a worker process plans, set once when it starts."""


def _remember(board: Board, parts: list[Component], stop: Event) -> None:
    global _work
    _work = (board, parts, stop)


def _settle_one(number: int) -> Settled:
    board, parts, stop = _work
    return settle(board, parts[number], _budget(board), stop.is_set)
