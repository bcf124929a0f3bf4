"""What one changed cell would break and cost, said before and checked again when it is done."""

from dataclasses import dataclass, field, replace

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from schedules.queries.rechecks import problem_now, with_cell_checked
from schedules.queries.rotations import Rotation
from schedules.reasons_text import goals_of, violation_sentence
from units.models import Employee

UNFELT = {"lot"}


@dataclass(frozen=True)
class Change:
    """The outcome of giving one cell its other value.

    `broken` are sentences of hard rules (any of them refuses the change); `costs` what becomes
    worse and `gains` what becomes better, in words; `share` (before, after) is the person's
    selisih porsi, None for who takes no part. `before` and `after` are the rotations.
    """

    to: str
    broken: list
    costs: list
    gains: list
    share: tuple | None
    evenness_falls: bool
    before: Rotation = field(repr=False, compare=False)
    after: Rotation = field(repr=False, compare=False)


def _difference_words(goal, unit, before, after):
    return _("%(goal)s: %(before)s → %(after)s (%(unit)s)") % {
        "goal": goal,
        "before": before,
        "after": after,
        "unit": unit,
    }


# Put into words where it is read: by a head in their language, in a decision in Indonesian.
_difference = lazy(_difference_words, str)


def names_of(ids):
    """Return {person id: name} for person ids of a problem, in one query."""
    rows = Employee.objects.filter(pk__in=[int(one) for one in ids])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def change_of(rotation, person, day):
    """Return the Change of turning one cell of a rotation over; `day` is an ISO date.

    Of a day at home, or of a flexible-hours day of who shares in these. Raises Refused where the
    plan has to be drawn up again (see `problem_now`).
    """
    shared = rotation.sharing(person)
    if shared is not rotation:
        change = change_of(shared, person, day)
        return replace(change, before=rotation, after=rotation.with_hours(change.after))
    at_home = day in rotation.home.get(person, ())
    # The others need no verdict of their own: whoever is at home counts, whatever they may.
    now = problem_now(rotation.plan, {person}, place=rotation.place)
    after, touched = with_cell_checked(rotation, now, person, day, not at_home)
    names = names_of({one for v in touched for one in v.people[:1]} | {person})
    before_values = {name: value for name, (value, _bound) in rotation.goals.items()}
    after_values = {name: value for name, (value, _bound) in after.goals.items()}
    costs, gains = [], []
    words = goals_of(rotation)
    for name in rotation.problem.order:
        was, becomes = before_values[name], after_values[name]
        if name in UNFELT or name not in words or was == becomes:
            continue
        (costs if becomes > was else gains).append(_difference(*words[name], was, becomes))
    share = None
    if person in rotation.shares:
        share = (rotation.shares[person].difference, after.shares[person].difference)
    return Change(
        to="wfo" if at_home else rotation.place,
        broken=[violation_sentence(v, names) for v in touched],
        costs=costs,
        gains=gains,
        share=share,
        evenness_falls=after_values["share"] > before_values["share"],
        before=rotation,
        after=after,
    )
