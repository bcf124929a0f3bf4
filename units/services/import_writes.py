"""Bulk writes of an import. Bulk bypasses auditlog, so each change is logged here."""

from auditlog.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType

from units import clock
from units.decisions import notify
from units.models import (
    Employee,
    EmployeeSkill,
    ImportRun,
    Place,
    Position,
    Posting,
    Skill,
    Unit,
    User,
)
from units.queries.people import head_postings_on
from units.resources.base import ADDED
from units.resources.units import parents_first
from units.services.postings import (
    DAY,
    close_definitive,
    close_records_of_leavers,
    end_roles_outside,
)

BATCH = 1000


def write_units(outcomes, *, actor):
    """Create and change units, parents first, with their place of work."""
    by_code = {o.new.code: o for o in outcomes}
    ids = {code.upper(): pk for code, pk in Unit.objects.values_list("code", "pk")}
    for record in parents_first([o.new for o in outcomes]):
        values = {
            "name": record.name,
            "short_name": record.short_name,
            "level": record.level,
            "parent_id": ids[record.parent] if record.parent else None,
            "working_week": record.working_week,
            "opened_on": record.opened_on,
            "closed_on": record.closed_on,
        }
        if record.pk is None:
            record.pk = Unit.objects.create(code=record.code, **values).pk
            ids[record.code] = record.pk
        else:
            unit = Unit.objects.without_tree_fields().get(pk=record.pk)
            for name, value in values.items():
                setattr(unit, name, value)
            unit.save()
        _write_place(record, by_code[record.code].old)


def _write_place(record, old):
    if not record.place:
        return
    values = {
        "name": record.place,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "radius_m": record.radius_m or 100,
    }
    if record.place_pk is None:
        Place.objects.create(unit_id=record.pk, **values)
    elif old is None or any(getattr(old, n) != getattr(record, n) for n in _PLACE):
        place = Place.objects.get(pk=record.place_pk)
        for name, value in values.items():
            setattr(place, name, value)
        place.save()


_PLACE = ("place", "latitude", "longitude", "radius_m")


def write_positions(outcomes, *, actor):
    """Create and change positions; exceptions of presence are decided elsewhere."""
    for outcome in outcomes:
        record = outcome.new
        values = {"name": record.name, "kind": record.kind, "echelon": record.echelon}
        if record.pk is None:
            Position.objects.create(code=record.code, **values)
        else:
            position = Position.objects.get(pk=record.pk)
            for name, value in values.items():
                setattr(position, name, value)
            position.save()


def write_employees(outcomes, *, actor):
    """Create and change employees with accounts and postings, in a constant number of queries
    per 1,000 rows.

    A move ends the posting before on the day before and ends roles of unit HR that do not
    reach the new unit; leaving closes everything (see `close_records_of_leavers`).
    """
    units = {code.upper(): pk for code, pk in Unit.objects.values_list("code", "pk")}
    positions = {code.upper(): pk for code, pk in Position.objects.values_list("code", "pk")}
    added = [o for o in outcomes if o.outcome == ADDED]
    changed = [o for o in outcomes if o.outcome != ADDED]
    _create_people([o.new for o in added])
    _change_people(changed)
    moved = [o for o in changed if not o.old.posted_on or o.new.moved_from(o.old)]
    kept = [o for o in changed if o.old.posted_on and not o.new.moved_from(o.old)]
    close_definitive(
        {
            o.old.posting_pk: o.new.posted_on - DAY
            for o in moved
            if o.old.posting_pk
            and (o.old.posted_until is None or o.old.posted_until >= o.new.posted_on)
        }
    )
    _correct_postings(kept)
    Posting.objects.bulk_create(
        [
            Posting(
                employee_id=o.new.pk,
                unit_id=units[o.new.unit],
                position_id=positions[o.new.position],
                is_head=o.new.is_head,
                letter_number=o.new.letter,
                starts_on=o.new.posted_on,
            )
            for o in [*added, *moved]
        ],
        batch_size=BATCH,
    )
    end_roles_outside(
        {o.new.user_id: (units[o.new.unit], o.new.posted_on) for o in moved if o.new.user_id}
    )
    leavers = [o.new.pk for o in changed if o.new.left_on]
    close_records_of_leavers(list(Employee.objects.in_bulk(leavers).values()))
    log_changes(Employee, [(o.new.pk, o) for o in [*added, *changed]], actor, hide={"ALAMAT"})
    _tell_of_moves(added, moved, [o for o in changed if o.new.left_on != o.old.left_on], units)


def _tell_of_moves(added, moved, left, units):
    """Tell the heads of every unit that gains or loses somebody, and who is placed anew."""
    touched = {o.new.unit for o in (*added, *moved)}
    touched |= {o.old.unit for o in (*moved, *left) if o.old.unit}
    heads = head_postings_on(clock.today(), [units[code] for code in touched])
    notify(
        [p.employee.user for postings in heads.values() for p in postings],
        kind="people_imported",
        link="/pegawai/",
    )
    people = Employee.objects.select_related("user").in_bulk([o.new.pk for o in moved])
    notify([person.user for person in people.values()], kind="posting_imported", link="/jadwal/")


def _create_people(records):
    """Create people with accounts; one whose account was made before, as BKPSDM's first, gets it.

    An account that belongs to somebody, also to somebody who has left, is never given on.
    """
    taken = set(User.objects.values_list("username", flat=True))
    waiting = list(User.objects.filter(employee__isnull=True, is_active=True))
    users = [
        User(username=r.nip, email=r.email, password=make_password(None))
        for r in records
        if r.nip not in taken
    ]
    User.objects.bulk_create(users, batch_size=BATCH)
    by_name = {user.username: user for user in (*users, *waiting)}
    people = [
        Employee(
            nip=r.nip,
            name=r.name,
            employment=r.employment,
            registered_address=r.address,
            joined_on=r.joined_on,
            user=by_name.get(r.nip),
        )
        for r in records
    ]
    Employee.objects.bulk_create(people, batch_size=BATCH)
    for record, person in zip(records, people, strict=True):
        record.pk, record.user_id = person.pk, person.user_id


_PERSON = {
    "name": "name",
    "employment": "employment",
    "address": "registered_address",
    "joined_on": "joined_on",
    "left_on": "left_on",
}


def _change_people(outcomes):
    touched = [o for o in outcomes if any(getattr(o.old, n) != getattr(o.new, n) for n in _PERSON)]
    people = Employee.objects.in_bulk([o.new.pk for o in touched])
    for outcome in touched:
        person = people[outcome.new.pk]
        for name, column in _PERSON.items():
            setattr(person, column, getattr(outcome.new, name))
    Employee.objects.bulk_update(list(people.values()), list(_PERSON.values()), batch_size=200)
    for outcome in outcomes:
        if outcome.new.email != outcome.old.email:
            User.objects.filter(pk=outcome.new.user_id, email="").update(email=outcome.new.email)


def _correct_postings(outcomes):
    touched = {
        o.old.posting_pk: o.new
        for o in outcomes
        if (o.old.posted_on, o.old.letter) != (o.new.posted_on, o.new.letter)
    }
    postings = Posting.objects.in_bulk(list(touched))
    for pk, posting in postings.items():
        posting.starts_on = touched[pk].posted_on
        posting.letter_number = touched[pk].letter
    Posting.objects.bulk_update(
        list(postings.values()), ["starts_on", "letter_number"], batch_size=200
    )


def write_skills(outcomes, *, actor):
    """Create and change skills of people; skills new to the city are created by name."""
    skills = {s.code.upper(): s for s in Skill.objects.all()}
    for outcome in outcomes:
        record = outcome.new
        if record.code not in skills:
            skills[record.code] = Skill.objects.create(code=record.code, name=record.name)
    nips = {o.new.nip for o in outcomes}
    current = Employee.objects.filter(left_on__isnull=True)
    people = {digits: pk for pk, digits in current.values_list("pk", "nip") if digits in nips}
    same = [o for o in outcomes if o.old and o.old.starts_on == o.new.starts_on]
    for outcome in same:
        EmployeeSkill.objects.filter(pk=outcome.old.pk).update(ends_on=outcome.new.ends_on)
    fresh = [o for o in outcomes if not (o.old and o.old.starts_on == o.new.starts_on)]
    made = EmployeeSkill.objects.bulk_create(
        [
            EmployeeSkill(
                employee_id=people[o.new.nip],
                skill=skills[o.new.code],
                starts_on=o.new.starts_on,
                ends_on=o.new.ends_on,
            )
            for o in fresh
        ],
        batch_size=BATCH,
    )
    logged = [(o.old.pk, o) for o in same]
    logged += [(held.pk, o) for held, o in zip(made, fresh, strict=True)]
    log_changes(EmployeeSkill, logged, actor)


def log_changes(model, changes, actor, hide=frozenset()):
    """Write one LogEntry per change of master data: what bulk writes would otherwise hide."""
    kind = ContentType.objects.get_for_model(model)
    entries = []
    for pk, outcome in changes:
        entries.append(
            LogEntry(
                content_type=kind,
                object_pk=str(pk),
                object_id=pk,
                object_repr=outcome.name[:200],
                action=LogEntry.Action.CREATE
                if outcome.outcome == ADDED
                else LogEntry.Action.UPDATE,
                changes={
                    column: [old, new]
                    for column, old, new in outcome.differences
                    if column not in hide
                },
                actor=actor,
                actor_email=actor.email or None,
            )
        )
    LogEntry.objects.bulk_create(entries, batch_size=BATCH)


WRITERS = {
    ImportRun.Kind.UNITS: write_units,
    ImportRun.Kind.POSITIONS: write_positions,
    ImportRun.Kind.EMPLOYEES: write_employees,
    ImportRun.Kind.SKILLS: write_skills,
}
