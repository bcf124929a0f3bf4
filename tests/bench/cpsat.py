"""The same goals on the same components with CP-SAT, for comparison only (needs `ortools`)."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from schedules.planning import goal_values
from schedules.planning.components import Component, components
from schedules.planning.levels import TIE, costs_of
from schedules.planning.model import Model
from schedules.planning.problem import Problem
from schedules.planning.program import Program
from schedules.planning.rules import Board


def cp_sat(problem: Problem, seconds: float) -> tuple[dict[str, int], int]:
    """(sum of each goal over the components, components left open).

    Each goal of each component may take `seconds` of one worker.
    """
    board = Board(problem)
    parts = components(board)
    in_parts = {person.id for component in parts for person in component.people}
    settled = frozenset(person.id for person in problem.people) - in_parts
    totals = goal_values(problem, board.home(board.given), settled)
    left_open = 0
    for component in parts:
        values, proven = _component(component, seconds)
        left_open += not proven
        for goal, value in values.items():
            totals[goal] += value
    return totals, left_open


def _component(component: Component, seconds: float) -> tuple[dict[str, int], bool]:
    program = Program()
    model = Model(component, program)
    costs = [(goal, costs_of(model, goal)) for goal in (*component.problem.order, TIE)]
    sat = cp_model.CpModel()
    columns = [
        sat.new_int_var(0, int(upper), "") for upper in program.original_upper.astype(np.int64)
    ]
    ends = np.searchsorted(program.entry_row, np.arange(len(program.sides.row_lower) + 1)).tolist()
    index, factor = program.entry_column.tolist(), program.entry_value.tolist()
    sides = zip(program.sides.row_lower, program.sides.row_upper, ends, ends[1:], strict=False)
    for lower, upper, start, end in sides:
        total = sum(
            int(v) * columns[c] for c, v in zip(index[start:end], factor[start:end], strict=True)
        )
        if lower == upper:
            sat.add(total == int(upper))
        else:
            sat.add(total <= int(upper))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    values: dict[str, int] = {}
    proven = True
    for goal, cost in costs:
        total = sum(
            v * columns[c] for c, v in zip(cost.columns.tolist(), cost.values.tolist(), strict=True)
        )
        value = cost.constant
        if len(cost.columns):
            sat.minimize(total)
            status = solver.solve(sat)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return values, False
            proven = proven and status == cp_model.OPTIMAL
            value += round(solver.objective_value)
            sat.add(total <= round(solver.objective_value))
            sat.clear_hints()
            for column in columns:
                sat.add_hint(column, solver.value(column))
        if goal != TIE:
            values[goal] = value
    return values, proven
