"""The versions of a plan one after the other, and what people changed by hand in any of them."""

from schedules.models import Plan, Swap
from units.models import Decision

CHANGED, RESTORED = "place_changed", "place_restored"
CELL_ACTS = (CHANGED, RESTORED)


def versions_of(plan):
    """Return the primary keys of a plan and of the versions that it repairs, latest first."""
    found, base = [plan.pk], plan.base_id
    while base is not None:
        found.append(base)
        base = Plan.objects.values_list("base_id", flat=True).get(pk=base)
    return found


def hand_decisions(plan, person=None):
    """Return {(person id, ISO date): the latest Decision that set the cell by hand}.

    Of this version and of those that it repairs; of one person where one is named. A change that
    was taken back counts no more: the one before it stands again.
    """
    rows = Decision.objects.filter(
        subject_type=Plan._meta.label, subject_id__in=versions_of(plan), act__in=CELL_ACTS
    ).order_by("pk")
    if person is not None:
        rows = rows.filter(after__person=person)
    rows = list(rows)
    undone = {row.after["undoes"] for row in rows if row.act == RESTORED}
    return {
        (row.after["person"], row.after["day"]): row
        for row in rows
        if row.act == CHANGED and row.pk not in undone
    }


def pins_of(rotation):
    """Return {(person id, ISO date): place} of the cells that people settled and that still hold:
    set by hand with a reason, or swapped with the superior's approval.

    The place is "wfo" or the one that the rotation shares out ("wfh", "flex").
    """
    settled = {
        cell: decision.after["place"] for cell, decision in hand_decisions(rotation.plan).items()
    }
    swaps = Swap.objects.filter(plan__in=versions_of(rotation.plan), status=Swap.Status.APPROVED)
    for swap in swaps.order_by("decided_at"):
        give, take = swap.give_on.isoformat(), swap.take_on.isoformat()
        asker, partner = str(swap.asker_id), str(swap.partner_id)
        settled |= {(asker, give): "wfo", (asker, take): "wfh"}
        settled |= {(partner, give): "wfh", (partner, take): "wfo"}
    return {
        (person, day): place
        for (person, day), place in settled.items()
        if place == (rotation.place if day in rotation.home.get(person, ()) else "wfo")
    }


def last_published_before(plan):
    """Return the version that people had before this one, or None where it is the first."""
    return (
        Plan.objects.filter(pk__in=versions_of(plan)[1:], published_at__isnull=False)
        .order_by("-version")
        .first()
    )
