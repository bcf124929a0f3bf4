"""The rota that a careful office would keep by hand: round by round, whoever is owed most first.

Every hard rule is checked before a day is given; balances are honoured. It is the yardstick for the
planner, so it is kept simple and quick rather than clever.
"""

from __future__ import annotations

import numpy as np

from schedules.planning.fairness import ideal10, ideal10_desirable
from schedules.planning.problem import Problem
from schedules.planning.rules import Board


def greedy(problem: Problem) -> dict[str, tuple[str, ...]]:
    """Days at home by person id, lawful, in rounds of one day a week for each person."""
    board = Board(problem)
    home = board.given.copy()
    room = {load.rule.id: load.room.copy() for load in board.loads}
    rules_of: list[list[str]] = [[] for _ in board.people]
    active = {load.rule.id: load.active for load in board.loads}
    for load in board.loads:
        for member in load.members.tolist():
            rules_of[member].append(load.rule.id)
    left = board.week_room.copy()
    owed = [ideal10(problem, one) - 10 * int(home[n].sum()) for n, one in enumerate(board.people)]
    wanted = np.array([day in problem.desirable for day in problem.days], dtype=bool)
    owed_wanted = [
        ideal10_desirable(problem, one) - 10 * int((home[n] & wanted).sum())
        for n, one in enumerate(board.people)
    ]
    for turn in range(max((one.most_per_week for one in board.people), default=0)):
        for number, week in enumerate(board.weeks):
            for row in sorted(range(len(board.people)), key=lambda n: (-owed[n], n)):
                person = board.people[row]
                beyond = int(home[row, week].sum()) >= person.target_per_week
                if left[row, number] < 1 or (owed[row] < 5 and (turn or beyond)):
                    continue
                days = [
                    day
                    for day in range(week.start, week.stop)
                    if board.free[row, day]
                    and not home[row, day]
                    and all(room[r][day] > 0 for r in rules_of[row] if active[r][day])
                ]
                if not days:
                    continue
                prefer = owed_wanted[row] >= 5

                def cost(day: int, row: int = row, prefer: bool = prefer) -> tuple:
                    taken = min(
                        (int(room[r][day]) for r in rules_of[row] if active[r][day]), default=0
                    )
                    unwanted = problem.days[day] in board.people[row].unwanted
                    return (bool(wanted[day]) != prefer, unwanted, -taken, day)

                day = min(days, key=cost)
                home[row, day] = True
                left[row, number] -= 1
                owed[row] -= 10
                owed_wanted[row] -= 10 * bool(wanted[day])
                for rule in rules_of[row]:
                    room[rule][day] -= 1
    return board.home(home)
