"""The versions of a plan one after the other, and what people changed by hand in any of them."""

from schedules.models import Plan
from units.models import Decision


def versions_of(plan):
    """Return the primary keys of a plan and of the versions that it repairs, latest first."""
    found, base = [plan.pk], plan.base_id
    while base is not None:
        found.append(base)
        base = Plan.objects.values_list("base_id", flat=True).get(pk=base)
    return found


def hand_decisions(plan, person=None):
    """Return {(person id, ISO date): the latest Decision that set the cell by hand}.

    Of this version and of those that it repairs; of one person where one is named.
    """
    rows = Decision.objects.filter(
        subject_type=Plan._meta.label, subject_id__in=versions_of(plan), act="place_changed"
    ).order_by("pk")
    if person is not None:
        rows = rows.filter(after__person=person)
    return {(row.after["person"], row.after["day"]): row for row in rows}


def pins_of(rotation):
    """Return {(person id, ISO date): "wfh" or "wfo"} of the cells set by hand that still hold."""
    pins = {}
    for (person, day), decision in hand_decisions(rotation.plan).items():
        place = "wfh" if day in rotation.home.get(person, ()) else "wfo"
        if decision.after["place"] == place:
            pins[person, day] = place
    return pins


def last_published_before(plan):
    """Return the version that people had before this one, or None where it is the first."""
    return (
        Plan.objects.filter(pk__in=versions_of(plan)[1:], published_at__isnull=False)
        .order_by("-version")
        .first()
    )
