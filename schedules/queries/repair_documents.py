"""What a proposal changes, as it is kept with it: worked out once, read by its page.

Kept are codes and figures, ids of people, and texts of rules and units; neither names of people
nor causes of absence. The page adds these for who may read them, in the language of the reader.
"""

import datetime
from dataclasses import replace

from django.db.models import Count, Max

from schedules.models import Assignment, FlexibleDay
from schedules.planning import reason, violations
from schedules.queries.calendar import Calendar
from schedules.queries.changes import names_of
from schedules.queries.plan_page import clash_facts
from schedules.queries.repair_problems import changed_cells, home_to_compare
from schedules.queries.standing import is_standing, open_from
from schedules.reasons_text import with_rule_text

CAUSES_SHOWN = 12
GONE, CLOSED, ABSENT, LEFT = "gone", "closed", "absent", "left"
PLACES = ("wfh", "flex")
FACTS = ("can_be_evened", "days_met")


def difference_document(rotation, problem, solution, first):
    """Return what a solution of a repair's problem changes in a rotation, as a JSON-ready dict.

    Of days at home, or of flexible-hours days where the rotation is the one of these. `first` is
    the ISO date from which days are open. People are in the order of their units and names now.
    """
    home = home_to_compare(rotation, problem, first)
    before = replace(rotation, problem=problem, home=_in_problem(problem, home))
    after = replace(before, solution=solution, home=solution.home)
    changes = {}
    for person, day in changed_cells(home, solution.home, first):
        changes.setdefault(person, []).append(day)
    broken = before.in_own_words(violations(problem, {one: d for one, d in home.items() if d}))
    shown = broken[:CAUSES_SHOWN]
    cells = _Cells(after, rotation.slices)
    names = names_of(changes)
    order = sorted(
        changes, key=lambda one: (cells.unit_of(one), names.get(one, "").casefold(), one)
    )
    return {
        "people": [
            {
                "id": person,
                "part": _number(rotation.slices.get(person)),
                "unit": cells.unit_of(person),
                "cells": [cells.change(person, day) for day in changes[person]],
            }
            for person in order
        ],
        "causes": [
            {
                "rule": one.rule,
                "person": one.people[0] if one.people else None,
                "part": _number(rotation.slices.get(one.people[0])) if one.people else None,
                "days": list(one.days),
                "text": one.text,
            }
            for one in shown
        ],
        "more_causes": len(broken) - len(shown),
        "floors": _floor_changes(before, after, first),
        "before": _figures(before),
        "after": _figures(after),
        "clashes": [one.kept() for one in clash_facts(after)],
        "proven": solution.status == "optimal",
    }


def signs_of(plan, parts):
    """Return what tells cheaply that a plan was changed: its states, its rows of days at home.

    And of flexible-hours days. Such rows are made and taken, never rewritten: their number with
    the latest tells every change.
    """
    signs = [plan.status, *(f"{part.unit_id}:{part.status}" for part in parts)]
    for kind in (Assignment, FlexibleDay) if plan.flexible_hash else (Assignment,):
        rows = kind.objects.filter(plan=plan).aggregate(count=Count("pk"), latest=Max("pk"))
        signs += [rows["count"], rows["latest"]]
    return signs


def is_as_proposed(repair, parts):
    """Say whether the plan is still as it was when a proposal with a difference was made.

    And whether no further working day has begun. The records of people are not read: they are
    compared when the proposal is accepted (`is_current`).
    """
    first = repair.difference["open_from"]
    begun = first is not None and open_from(repair.plan.period).isoformat() > first
    return (
        not begun
        and repair.difference["signs"] == signs_of(repair.plan, parts)
        and is_standing(repair.plan)
    )


def parts_touched(difference):
    """Return the unit ids of the parts whose people change; None for who belongs to none now."""
    kinds = (difference[place] for place in PLACES if place in difference)
    return {person["part"] for kind in kinds for person in kind["people"]}


def _number(unit):
    return None if unit is None else int(unit)


def _in_problem(problem, home):
    """Return the days at home of everybody in a problem, on its days alone."""
    days = frozenset(problem.days)
    return {
        person.id: tuple(day for day in home.get(person.id, ()) if day in days)
        for person in problem.people
    }


def _figures(rotation):
    facts = rotation.facts()
    return {name: getattr(facts, name) for name in FACTS} | {
        "widest_gap": str(facts.widest_gap),
        "share": rotation.goals["share"][0],
    }


def _floor_changes(before, after, first):
    """Return the days of floors whose presence changes or was short, by date."""
    found = []
    for rule in before.problem.floors:
        was, becomes = before.coverage(rule), after.coverage(rule)
        found.extend(
            {
                "day": day,
                "text": rule.text,
                "required": was[day].required,
                "before": was[day].on_site,
                "after": becomes[day].on_site,
            }
            for day in was
            if day >= first
            and (was[day].on_site != becomes[day].on_site or was[day].state == "short")
        )
    return sorted(found, key=lambda one: (one["day"], one["text"]))


class _Cells:
    """Where changed cells lead and why, after the proposal."""

    def __init__(self, after, slices):
        self._after, self._slices = after, slices
        period = after.plan.period
        self._calendar = Calendar.load(period.starts_on, period.ends_on)
        self._units = {unit.id: unit.name for unit in after.problem.units}
        self._days = frozenset(after.problem.days)

    def unit_of(self, person):
        """Return the name of the part to which a person belongs in the plan as it stands."""
        return self._units.get(self._slices.get(person), "")

    def change(self, person, day):
        """Return {day, given: whether it is such a day then, code, detail} of a changed day."""
        code, detail = self._why(person, day)
        given = day in self._after.home.get(person, ())
        return {"day": day, "given": given, "code": code, "detail": detail}

    def _why(self, person, day):
        problem = self._after.problem
        if person not in problem.person:
            return GONE, {}
        planned, date = problem.person[person], datetime.date.fromisoformat(day)
        unit = int(planned.unit)
        if (person, day) in self._after.kinds and day in planned.absent:
            return ABSENT, {}
        if day not in self._days or not self._calendar.is_working_day(unit, date):
            return CLOSED, {"name": self._calendar.holiday_name(unit, date)}
        if day in planned.absent:
            return LEFT, {}
        why = reason(problem, self._after.current, person, day)
        return why.code, with_rule_text(why.detail, problem)
