"""From a plan that stands to the problem of its repair: what is fixed, and what may move.

Today and all days before are fixed as they are in force, and so is every cell that somebody set by
hand; everything else may change, as little as the records of today allow (mode "repair").
"""

from schedules.models import Assignment, FlexibleDay
from schedules.planning import goal_values, violations
from schedules.queries.rechecks import facts_now, flexible_facts_now
from schedules.queries.standing import open_from
from schedules.queries.versions import pins_of


def repair_problem(rotation):
    """Return the planner's problem, JSON-ready, that changes as little of a rotation as it must.

    Raises Refused where nobody may work from home any more. The number of queries does not
    depend on the number of people.
    """
    plan = rotation.plan
    first = open_from(plan.period).isoformat()
    flexible = rotation.place == "flex"
    source = flexible_facts_now(plan) if flexible else facts_now(plan)
    days = FlexibleDay if flexible else Assignment
    lived = _lived(days, plan.period, source, first)
    return with_days_fixed(source, first, lived, pins_of(rotation), rotation.home)


def with_days_fixed(source, first, lived, pins, home):
    """Return a problem as the repair of the days at home `home`, open from the ISO date `first`.

    `lived` maps person ids to days at home in force before it, `pins` cells to "wfo" or to the
    place that is shared out ("wfh", "flex").
    Absences, what bars a person today, and a policy that bars the day go before both.
    """
    people = [
        _fixed(person, source["days"], first, lived.get(person["id"], ()), pins, home)
        for person in source["people"]
    ]
    return source | {"mode": "repair", "published_days": source["days"], "people": people}


def home_to_compare(rotation, problem, first):
    """Return {person id: days at home} of a rotation as a repair has to reach it.

    Days before `first` as the problem fixes them, later ones as the rotation has them, also those
    that are no working days any more.
    """
    home = {}
    for person_id, days in rotation.home.items():
        person = problem.person.get(person_id)
        fixed = [day for day in person.at_home if day < first] if person else []
        home[person_id] = tuple(sorted({*fixed, *(day for day in days if day >= first)}))
    return home


def still_fits(problem, home):
    """Say whether a repair would change nothing: no rule broken, no guarantee left open.

    Stability comes right after the guarantee in a repair, so that nothing else can move a day.
    """
    at_home = {person: days for person, days in home.items() if days}
    if violations(problem, at_home):
        return False
    everybody = {person.id: home.get(person.id, ()) for person in problem.people}
    return goal_values(problem, everybody, goals=("least",))["least"] == 0


def changed_cells(before, after, first):
    """Return the sorted (person id, ISO date) pairs from a day on that differ."""
    return sorted(
        (person, day)
        for person in before.keys() | after.keys()
        for day in set(before.get(person, ())) ^ set(after.get(person, ()))
        if day >= first
    )


def _lived(kind, period, source, first):
    """Return {person id: days of the kind in force before the first day that is open}."""
    rows = kind.objects.filter(
        published=True,
        employee__in=[int(person["id"]) for person in source["people"]],
        date__gte=period.starts_on,
        date__lt=first,
    ).values_list("employee_id", "date")
    lived = {}
    for employee, date in rows:
        lived.setdefault(str(employee), set()).add(date.isoformat())
    return lived


def _fixed(person, days, first, lived, pins, home):
    """Return a person of the problem with past days and cells set by hand fixed."""
    key = person["id"]
    absent, on_site = set(person.get("absent", ())), set(person.get("on_site", ()))
    at_home = set()
    ahead = {day for day in home.get(key, ()) if day >= first} & set(days)
    if person.get("eligible", True):
        for day in days:
            if day < first:
                if day not in lived:
                    on_site.add(day)
                elif day not in absent:
                    at_home.add(day)
                    on_site.discard(day)
            elif pins.get((key, day)) == "wfo":
                on_site.add(day)
            elif (key, day) in pins and day not in absent | on_site:
                at_home.add(day)
    fixed = {"published": sorted(ahead | {day for day in at_home if day < first})}
    if at_home:
        fixed["at_home"] = sorted(at_home)
    if on_site:
        fixed["on_site"] = sorted(on_site)
    return person | fixed
