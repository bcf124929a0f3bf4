"""What a proposal would change: for whom, on which days, why, and what it does to all together."""

import datetime
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from schedules.planning import goal_values, read_plan, read_problem, reason, violations
from schedules.queries.calendar import Calendar
from schedules.queries.changes import names_of
from schedules.queries.plan_page import clash_rows
from schedules.queries.repair_problems import changed_cells, home_to_compare
from schedules.reasons_text import sentence_of, violation_sentence
from units.retelling import retold

CAUSES_SHOWN = 12


@dataclass(frozen=True)
class CellChange:
    """One day of one person: statuses of the legend before and after, and why."""

    date: datetime.date
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class PersonChange:
    """One person with changed days; `net` is how many days at home more (+) or fewer (-)."""

    name: str
    unit: str
    cells: list
    net: int


@dataclass(frozen=True)
class FloorChange:
    """A floor on one day whose presence changes or was short: Coverage before and after."""

    text: str
    date: datetime.date
    before: object
    after: object


@dataclass(frozen=True)
class Difference:
    """What a proposal would change, as one account may read it.

    `people` are named; `hidden` more belong to parts whose people the account does not see by
    name. `before` and `after` are the Facts of the plan on the records of now, `evenness` the
    value of the goal "share" before and after. `causes` are the rules that the plan breaks now.
    """

    people: list
    hidden: int
    losing: int
    gaining: int
    causes: list
    more_causes: int
    floors: list
    before: object
    after: object
    evenness: tuple
    clashes: list
    proven: bool


def difference_of(repair, rotation, office):
    """Return the Difference of a proposal that keeps its documents, in a few queries.

    Of the days at home, or of the flexible-hours days where `rotation` is the one of these.
    """
    documents = repair.problem, repair.solution
    if rotation.place == "flex":
        documents = repair.flexible_problem, repair.flexible_solution
    problem, solution = read_problem(documents[0]), read_plan(documents[1])
    first = repair.changes_from.isoformat()
    home = home_to_compare(rotation, problem, first)
    before = replace(rotation, problem=problem, home=_in_problem(problem, home))
    after = replace(before, solution=solution, home=solution.home)
    changes = {}
    for person, day in changed_cells(home, solution.home, first):
        changes.setdefault(person, []).append(day)
    net = {
        person: sum(1 if day in solution.home.get(person, ()) else -1 for day in days)
        for person, days in changes.items()
    }
    named = _named(rotation, office)
    broken = before.in_own_words(violations(problem, {one: d for one, d in home.items() if d}))
    speaks_of = {person for one in broken for person in one.people[:1]}
    names = names_of((speaks_of | changes.keys()) & named)
    cells = _Cells(after, rotation.slices)
    people = [
        PersonChange(names[person], cells.unit_of(person), cells.changes(person, days), net[person])
        for person, days in changes.items()
        if person in names
    ]
    causes = [violation_sentence(one, names) for one in broken]
    if changes and not causes:
        causes = [_("Jaminan WFH paling sedikit seminggu belum terpenuhi, padahal dapat dipenuhi.")]
    return Difference(
        people=sorted(people, key=lambda one: (one.unit, one.name.casefold())),
        hidden=len(changes) - len(people),
        losing=sum(1 for days in net.values() if days < 0),
        gaining=sum(1 for days in net.values() if days > 0),
        causes=causes[:CAUSES_SHOWN],
        more_causes=max(0, len(causes) - CAUSES_SHOWN),
        floors=_floor_changes(before, after, first),
        before=before.facts(),
        after=after.facts(),
        evenness=tuple(goal_values(problem, one.home)["share"] for one in (before, after)),
        clashes=clash_rows(after, office.scope),
        proven=solution.status == "optimal",
    )


def _in_problem(problem, home):
    """Return the days at home of everybody in a problem, on its days alone."""
    days = frozenset(problem.days)
    return {
        person.id: tuple(day for day in home.get(person.id, ()) if day in days)
        for person in problem.people
    }


def _named(rotation, office):
    """Return the ids of the people whose kinds of absence and days the account sees by name."""
    if office.scope.is_city_hr:
        return set(rotation.slices)
    seen = {str(part.unit_id) for part in office.parts if office.sees_names(part)}
    return {person for person, unit in rotation.slices.items() if unit in seen}


def _floor_changes(before, after, first):
    found = []
    for rule in before.problem.floors:
        was, becomes = before.coverage(rule), after.coverage(rule)
        found.extend(
            FloorChange(retold(rule.text), datetime.date.fromisoformat(day), was[day], becomes[day])
            for day in sorted(was)
            if day >= first
            and (was[day].on_site != becomes[day].on_site or was[day].state == "short")
        )
    return sorted(found, key=lambda one: (one.date, one.text))


class _Cells:
    """Statuses and reasons of changed cells, after the proposal."""

    def __init__(self, after, slices):
        self._after, self._slices = after, slices
        period = after.plan.period
        self._calendar = Calendar.load(period.starts_on, period.ends_on)
        self._units = {unit.id: unit.name for unit in after.problem.units}
        self._days = frozenset(after.problem.days)

    def unit_of(self, person):
        """Return the name of the part to which a person belongs in the plan as it stands."""
        return self._units.get(self._slices.get(person), "")

    def changes(self, person, days):
        return [self._change(person, day) for day in days]

    def _change(self, person, day):
        date = datetime.date.fromisoformat(day)
        given, place = day in self._after.home.get(person, ()), self._after.place
        before = "wfo" if given else place
        if person not in self._after.problem.person:
            return CellChange(date, before, "wfo", _("Tidak ada lagi dalam rencana unit ini."))
        planned = self._after.problem.person[person]
        if day not in self._days:
            name = self._calendar.holiday_name(int(planned.unit), date)
            return CellChange(date, before, "libur", name or _("Bukan hari kerja lagi."))
        if day in planned.absent:
            kind = self._after.kinds.get((person, day))
            if kind:
                return CellChange(date, before, kind, _("Ketidakhadiran yang baru dicatat."))
            if not self._calendar.is_working_day(int(planned.unit), date):
                name = self._calendar.holiday_name(int(planned.unit), date)
                return CellChange(date, before, "libur", name or _("Bukan hari kerja lagi."))
            return CellChange(
                date, before, "away", _("Penempatannya di sini berakhir: pindah atau berhenti.")
            )
        why = reason(self._after.problem, self._after.current, person, day)
        text = sentence_of(self._after, why, given=given, moved=True)
        return CellChange(date, before, place if given else "wfo", text)
