"""How many people a floor finds on site on each day: what holds, not what was planned."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Coverage:
    """One floor on one day: people on site and how many there must be."""

    on_site: int
    required: int

    @property
    def state(self):
        """`short`, `exact` or `spare`."""
        if self.on_site < self.required:
            return "short"
        return "exact" if self.on_site == self.required else "spare"


def coverage_of(rotation, rule):
    """Return the Coverage of a floor by date, for the days on which it holds and anybody works.

    People placed elsewhere count where they are now, as far as that is in the plan of the
    `rotation`; who came from another agency counts with the next version of the plan.
    """
    problem, off = rotation.problem, rotation.overlay.off
    members = problem.members(rule)
    came = _came_to(rotation, rule)
    found = {}
    for day in problem.days:
        if rule.days is not None and day not in rule.days:
            continue
        if members and all((one, day) in off for one in members):
            continue
        on_site = sum(
            1 for one in members if rotation.is_here(one, day) and not rotation.is_home(one, day)
        )
        found[day] = Coverage(on_site + came.get(day, 0), rule.on_site)
    return found


def _came_to(rotation, rule):
    """Return {date: people placed elsewhere who are on site in the unit of a floor}."""
    found = {}
    if rule.unit is None:
        return found
    parents = {unit.id: unit.parent for unit in rotation.problem.units}
    for (person, day), unit in rotation.overlay.posted.items():
        absent = day in rotation.problem.person[person].absent
        if absent or (person, day) in rotation.overlay.off:
            continue
        while unit and unit != rule.unit:
            unit = parents.get(unit)
        if unit:
            found[day] = found.get(day, 0) + 1
    return found
