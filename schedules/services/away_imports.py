"""Absences from a spreadsheet, written in bulk: a file of thousands costs a bounded number of
queries."""

from django.db import transaction
from django.urls import reverse

from schedules.models import Away
from schedules.services.duty import end_duties_of_the_absent
from schedules.services.rechecks import ask_rechecks
from units import clock
from units.access import on_day
from units.decisions import notify
from units.models import Employee, Posting
from units.queries.people import head_postings_on, secretary_accounts
from units.queries.tree import unit_tree
from units.resources.base import ADDED

BATCH = 1000


def write_aways(outcomes, *, actor):
    """Write the good rows of an import, inside its transaction.

    The plans of the days are compared with the new facts, and open swaps looked at, once for
    all. Each person is told, and each superior once.
    """
    if not outcomes:
        return
    people = {
        one.nip: one for one in Employee.objects.filter(left_on__isnull=True).select_related("user")
    }
    for one in Employee.objects.filter(left_on__isnull=False).order_by("left_on"):
        people.setdefault(one.nip, one)
    at = clock.now()
    Away.objects.bulk_create(
        [
            Away(
                employee=people[o.new.nip],
                status=Away.Status.APPROVED,
                recorded_by=actor,
                recorded_at=at,
                starts_on=o.new.starts_on,
                **_values(o.new),
            )
            for o in outcomes
            if o.outcome == ADDED
        ],
        batch_size=BATCH,
    )
    corrected = {o.old.pk: o.new for o in outcomes if o.outcome != ADDED}
    rows = list(Away.objects.filter(status=Away.Status.APPROVED).in_bulk(corrected).values())
    for row in rows:
        for name, value in _values(corrected[row.pk]).items():
            setattr(row, name, value)
    Away.objects.bulk_update(
        rows, ["kind", "leave_type", "ends_on", "letter_number"], batch_size=200
    )
    concerned = {people[o.new.nip].pk: people[o.new.nip] for o in outcomes}
    _tell(concerned)
    _follow_up(outcomes, concerned)


def _values(record):
    return {
        "kind": record.kind,
        "leave_type": record.leave_type,
        "ends_on": record.ends_on,
        "letter_number": record.letter,
    }


def _tell(concerned):
    notify(
        [person.user for person in concerned.values()],
        kind="aways_imported",
        link=reverse("schedules:away_requests"),
    )
    notify(
        superiors_of_many(concerned, clock.today()),
        kind="aways_imported_below",
        link=reverse("schedules:away_list"),
    )


def superiors_of_many(employee_ids, day):
    """Return the accounts that decide for any of the people on a day: `superiors_of` in bulk."""
    tree = unit_tree()
    heads = head_postings_on(day, list(tree.parent_of))
    secretaries = secretary_accounts(day)
    found = {}
    for pk, unit, is_head in _postings(employee_ids, day):
        units = tree.ancestors_of(unit, include_self=True)
        for one in units[1:] if is_head else units:
            users = [
                posting.employee.user
                for posting in heads.get(one, ())
                if posting.employee_id != pk and posting.employee.user
                and posting.employee.user.is_active
            ]  # fmt: skip
            if users:
                found |= {user.pk: user for user in users}
                break
        else:
            found |= {user.pk: user for user in secretaries}
    return list(found.values())


def _postings(employee_ids, day):
    rows = Posting.objects.filter(on_day(day), kind=Posting.Kind.DEFINITIVE)
    rows = rows.values_list("employee_id", "unit_id", "is_head")
    return [row for row in rows if row[0] in employee_ids]


def _follow_up(outcomes, concerned):
    from schedules.tasks import end_swaps

    first = min(o.new.starts_on for o in outcomes)
    last = max(max(o.new.ends_on, o.old.ends_on if o.old else o.new.ends_on) for o in outcomes)
    rows = Posting.objects.filter(kind=Posting.Kind.DEFINITIVE, starts_on__lte=last).exclude(
        ends_on__lt=first
    )
    units = {unit for pk, unit in rows.values_list("employee_id", "unit_id") if pk in concerned}
    ask_rechecks(starts_on=first, ends_on=last, unit_ids=units)
    pks = {person.nip: pk for pk, person in concerned.items()}
    end_duties_of_the_absent((pks[o.new.nip], o.new.starts_on, o.new.ends_on) for o in outcomes)
    transaction.on_commit(end_swaps.delay, robust=True)
