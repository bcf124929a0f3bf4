"""What lies over a published plan: orders, and what no longer holds because the records changed.

The days at home stay as they were approved until a repair is accepted. What people see and what
counts as being on site follows what holds, so that no board promises a day or a presence that
nobody has any more. One query for all of it.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from schedules.models import Away, Holiday, Policy
from schedules.queries.in_force import exclusions_heeded
from schedules.queries.orders import (
    EMERGENCY,
    MOST_IDS,
    NO_UNIT,
    RECALL,
    order_rows,
    rows_to_join,
)
from units.models import Posting

EXCLUSION, POSTING, DAY_OFF, AWAY = "exclusion", "posting", "day_off", "away"
WORKS = Holiday.Kind.CALLED_OFF
NOWHERE = ""


@dataclass(frozen=True)
class Overlay:
    """Keys are (person id, ISO date).

    `orders` maps them to "recall" or "emergency". On the days of `at_office` a planned day at home
    or of flexible hours does not hold. `posted` maps days on which a person no longer belongs to
    the unit of the plan to the id of the unit they belong to ("" for none in this agency). `off`
    are days that became holidays for the person. `kinds` maps keys to the kind of an approved
    absence. `excluded` are all days under an exclusion that
    the policy heeds, and `anew` the ids of people placed anew or gone before the end.
    """

    orders: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)
    at_office: frozenset = frozenset()
    posted: dict = field(default_factory=dict)
    off: frozenset = frozenset()
    excluded: frozenset = frozenset()
    anew: frozenset = frozenset()

    def of_hours(self, problem):
        """Return what lies over the flexible-hours days of a problem: all but the orders."""
        people = problem.person
        return Overlay(
            at_office=frozenset(key for key in self.at_office if key[0] in people),
            posted={key: unit for key, unit in self.posted.items() if key[0] in people},
            off=frozenset(key for key in self.off if key[0] in people),
            excluded=frozenset(key for key in self.excluded if key[0] in people),
            anew=frozenset(one for one in self.anew if one in people),
        )


NOTHING = Overlay()


def overlay_of(plan, problem):
    """Return the Overlay of a published plan (with period and agency) in one query.

    Exclusions and postings are judged as `in_force` judges the published days. A first version
    published within its period holds from the day of its publication.
    """
    start, end = plan.period.starts_on, plan.period.ends_on
    terms = {RECALL: [], EMERGENCY: {}, EXCLUSION: [], POSTING: {}, DAY_OFF: {}, AWAY: []}
    for who, first, last, what, where in _rows(plan, problem, start, end):
        person = str(who)
        if what in (RECALL, EXCLUSION):
            if person in problem.person:
                terms[what].append((person, first.isoformat(), last.isoformat()))
        elif what in Away.Kind.values:
            if person in problem.person:
                terms[AWAY].append((person, what, first.isoformat(), last.isoformat()))
        elif what == EMERGENCY:
            if person in problem.person:
                terms[what].setdefault(person, []).append((first.isoformat(), last.isoformat()))
        elif what == POSTING:
            if person in problem.person:
                dates = (first.isoformat(), last.isoformat(), str(where))
                terms[what].setdefault(person, []).append(dates)
        elif first.isoformat() in problem.week_of:
            terms[DAY_OFF].setdefault(first.isoformat(), {}).setdefault(where, set()).add(what)
    between = _Between(problem.days)
    excluded = frozenset(
        (person, day)
        for person, first, last in terms[EXCLUSION]
        for day in between.days(first, last)
    )
    posted, anew, waiting = _placements(plan, problem, terms[POSTING])
    late = _before_publication(plan, problem)
    return Overlay(
        orders=_orders(problem, terms[RECALL], terms[EMERGENCY], between),
        kinds={
            (person, day): kind
            for person, kind, first, last in terms[AWAY]
            for day in between.days(first, last)
        },
        at_office=excluded | waiting | late,
        posted=posted,
        off=_days_off(plan, problem, terms[DAY_OFF]),
        excluded=excluded,
        anew=anew,
    )


def _rows(plan, problem, start, end):
    ids = None
    if len(problem.people) <= MOST_IDS:
        ids = [int(person.id) for person in problem.people]
    units = [int(unit.id) for unit in problem.units]
    discipline = Exists(Policy.objects.filter(pk=plan.policy_id, exclude_discipline=True))
    exclusions = exclusions_heeded(discipline).filter(starts_on__lte=end)
    exclusions = exclusions.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start))
    aways = Away.objects.filter(status=Away.Status.APPROVED, starts_on__lte=end, ends_on__gte=start)
    if ids is not None:
        exclusions = exclusions.filter(employee_id__in=ids)
        aways = aways.filter(employee_id__in=ids)
    # By unit: who is found in none of the agency has left it.
    postings = Posting.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=start),
        kind=Posting.Kind.DEFINITIVE,
        unit_id__in=units,
        starts_on__lte=end,
    )
    # Of the units between an agency and the city only the one right above is asked.
    around = Q(unit__isnull=True) | Q(unit_id__in={*units, plan.agency_id, plan.agency.parent_id})
    holidays = Holiday.objects.filter(around, date__range=(start, end))
    recalls, emergencies = order_rows(start, end, ids)
    until = Coalesce("ends_on", Value(end))
    return recalls.union(
        emergencies,
        rows_to_join(aways, first="starts_on", last="ends_on", what="kind"),
        rows_to_join(exclusions, first="starts_on", last=until, what=Value(EXCLUSION)),
        rows_to_join(postings, first="starts_on", last=until, what=Value(POSTING), where="unit_id"),
        rows_to_join(
            holidays,
            first="date",
            last="date",
            what="kind",
            who=Value(0),
            where=Coalesce("unit_id", NO_UNIT),
        ),
        all=True,
    )


class _Between:
    """The days of a problem within a term; thousands share one emergency."""

    def __init__(self, days):
        self._days, self._found = days, {}

    def days(self, first, last):
        key = (first, last)
        if key not in self._found:
            self._found[key] = [day for day in self._days if first <= day <= last]
        return self._found[key]


def _orders(problem, recalls, emergencies, between):
    found = {}
    for person, terms in emergencies.items():
        for first, last in terms:
            found.update(((person, day), EMERGENCY) for day in between.days(first, last))
    found.update(
        ((person, day), RECALL) for person, day, _last in recalls if day in problem.week_of
    )
    return found


def _placements(plan, problem, postings):
    """Return (where people are posted instead, people placed anew or gone, their days there)."""
    since = (plan.changes_from or plan.period.starts_on).isoformat()
    last_day = plan.period.ends_on.isoformat()
    posted, anew, waiting = {}, set(), set()
    for person in problem.people:
        terms = postings.get(person.id, ())
        if len(terms) == 1:
            first, last, unit = terms[0]
            if first <= since and last >= last_day and unit == person.unit:
                continue
        for day in problem.days:
            first, unit = next(
                ((first, unit) for first, last, unit in terms if first <= day <= last),
                (since, NOWHERE),
            )
            if unit != person.unit:
                posted[person.id, day] = unit
            if first > since:
                waiting.add((person.id, day))
            if first > since or (unit != person.unit and day >= since):
                anew.add(person.id)
    return posted, frozenset(anew), frozenset(waiting)


def _before_publication(plan, problem):
    if plan.version > 1 or plan.published_at is None:
        return frozenset()
    since = timezone.localtime(plan.published_at).date().isoformat()
    early = [day for day in problem.days if day < since]
    return frozenset((person.id, day) for person in problem.people for day in early)


def _days_off(plan, problem, rows):
    """Return the (person id, date) pairs of holidays: the nearest unit with a row decides."""
    if not rows:
        return frozenset()
    parent = {unit.id: unit.parent for unit in problem.units}
    above = [plan.agency_id, plan.agency.parent_id, 0]
    found = set()
    for day, by_unit in rows.items():
        free = {}
        for person in problem.people:
            if person.unit not in free:
                levels, unit = [], person.unit
                while unit is not None and int(unit) not in levels:
                    levels.append(int(unit))
                    unit = parent.get(unit)
                kinds = next((by_unit[one] for one in levels + above if one in by_unit), {WORKS})
                free[person.unit] = WORKS not in kinds
            if free[person.unit]:
                found.add((person.id, day))
    return frozenset(found)
