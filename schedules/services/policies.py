"""Acts on policies: draft, floors, put in force. A policy in force never changes."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Floor, Policy, PolicyLevel
from schedules.queries.policy_rules import contradictions
from schedules.services.rechecks import ask_rechecks
from units import clock
from units.decisions import MovedOn, Refused, record_decision
from units.models import Unit
from units.queries.tree import agency_of, path_of

RULES = (
    "mode",
    "fixed_weekdays",
    "barred_weekdays",
    "desirable_weekdays",
    "most_per_week",
    "target_per_week",
    "least_per_week",
    "share_at_home",
    "desirable_band",
    "spread",
    "excluded_echelons",
    "waiting_days",
    "exclude_discipline",
    "include_part_time",
    "report_due_days",
    "review_days",
    "review_exempt",
    "flexible_per_week",
    "flexible_from",
    "flexible_until",
    "flexible_share",
    "team_level",
    "division_level",
    "acknowledgement",
    "remind_after_days",
    "escalate_after_days",
)
FIELDS = ("name", "legal_basis", "exception_basis", "starts_on", "ends_on", *RULES)


@transaction.atomic
def draft_policy(unit, fields, *, actor):
    """Write the first or another draft for a unit; return it with the next version number.

    `fields` holds any of FIELDS; the rest keep the defaults of PermenPANRB 4/2025. Refused:
    contradictions, each in words.
    """
    _refuse_unknown(fields)
    policy = Policy(
        unit=unit,
        version=_next_version(unit),
        created_by=actor,
        created_at=clock.now(),
        **fields,
    )
    _refuse_contradictions(policy)
    policy.save(force_insert=True)
    record_decision(policy, "draft_policy", actor=actor, unit=unit, after=facts(policy))
    return policy


@transaction.atomic
def change_policy(policy, fields, *, actor):
    """Change a draft. A policy that was put in force is refused: write a new version."""
    _refuse_unknown(fields)
    policy = locked_draft(policy)
    before = facts(policy)
    for name, value in fields.items():
        setattr(policy, name, value)
    _refuse_contradictions(policy)
    changed = Policy.objects.filter(pk=policy.pk, status=Policy.Status.DRAFT).update(**fields)
    if not changed:
        raise MovedOn(_("Kebijakan ini sudah diberlakukan oleh orang lain."))
    after = facts(policy)
    record_decision(
        policy,
        "change_policy",
        actor=actor,
        unit=policy.unit,
        before={k: v for k, v in before.items() if v != after[k]},
        after={k: v for k, v in after.items() if v != before[k]},
    )
    return policy


@transaction.atomic
def new_policy_version(policy, *, actor):
    """Copy a policy with floors and levels into a draft of the next version, from tomorrow."""
    tomorrow = clock.today() + datetime.timedelta(days=1)
    copy = Policy.objects.create(
        unit=policy.unit,
        version=_next_version(policy.unit),
        created_by=actor,
        created_at=clock.now(),
        **{name: getattr(policy, name) for name in FIELDS}
        | {"starts_on": max(tomorrow, policy.starts_on), "ends_on": None},
    )
    Floor.objects.bulk_create(
        Floor(
            policy=copy,
            unit_id=floor.unit_id,
            skill_id=floor.skill_id,
            position_id=floor.position_id,
            text=floor.text,
            on_site=floor.on_site,
            weekdays=floor.weekdays,
            on_time=floor.on_time,
        )
        for floor in policy.floors.order_by("pk")
    )
    PolicyLevel.objects.bulk_create(
        PolicyLevel(
            policy=copy, unit_id=rule.unit_id, level=rule.level, kept=rule.kept, reason=rule.reason
        )
        for rule in policy.level_rules.order_by("pk")
    )
    record_decision(
        copy,
        "draft_policy",
        actor=actor,
        unit=copy.unit,
        after=facts(copy) | {"copied_from": policy.version},
    )
    return copy


@transaction.atomic
def discard_policy(policy, *, actor):
    """Throw a draft away with its floors; what was in force stays for history."""
    policy = locked_draft(policy)
    record_decision(policy, "discard_policy", actor=actor, unit=policy.unit, before=facts(policy))
    policy.floors.all().delete()
    Policy.objects.filter(pk=policy.pk, status=Policy.Status.DRAFT).delete()


@transaction.atomic
def put_policy_in_force(policy, *, actor, reason=""):
    """Put a draft in force from its date; the unit's version before it ends the day before.

    Refused: a date before today (nothing rules backwards), contradictions, no legal basis.
    Plans keep the version that they obeyed; those that hold on its days are compared with it.
    """
    policy = locked_draft(policy)
    if policy.starts_on < clock.today():
        raise Refused(
            _("Kebijakan tidak dapat berlaku surut. Pilih tanggal mulai hari ini atau sesudahnya.")
        )
    if not policy.legal_basis.strip():
        raise Refused(_("Sebutkan dasar hukum kebijakan ini."))
    _refuse_contradictions(policy)
    superseded = _supersede(policy)
    moved = Policy.objects.filter(pk=policy.pk, status=Policy.Status.DRAFT).update(
        status=Policy.Status.IN_FORCE, in_force_at=clock.now()
    )
    if not moved:
        raise MovedOn(_("Kebijakan ini sudah diberlakukan oleh orang lain."))
    policy.refresh_from_db()
    record_decision(
        policy,
        "put_policy_in_force",
        actor=actor,
        unit=policy.unit,
        reason=reason,
        before={"superseded": superseded.version if superseded else None},
        after=facts(policy),
    )
    ask_rechecks(starts_on=policy.starts_on, unit_ids=[policy.unit_id])
    return policy


@transaction.atomic
def add_floor(policy, *, unit, text, on_site, actor, skill=None, position=None,
              weekdays=(), on_time=False):  # fmt: skip
    """Add a floor to a draft; return it. With `on_time` it is one of the flexible-hours days.

    Refused: a unit outside the policy's unit, a unit above the agencies (a floor is kept within
    one agency), skill and position at once, a number below one.
    """
    policy = locked_draft(policy)
    if skill is not None and position is not None:
        raise Refused(_("Pilih keterampilan atau jabatan, tidak keduanya."))
    if on_site < 1:
        raise Refused(_("Paling sedikit satu orang."))
    if policy.unit_id not in {step.pk for step in path_of(unit)}:
        raise Refused(_("%(unit)s tidak berada di bawah unit kebijakan ini.") % {"unit": unit.name})
    if agency_of(unit).level not in Unit.AGENCY_LEVELS:
        raise Refused(
            _("Batas minimal dijaga di dalam satu perangkat daerah. Pilih unit di dalamnya.")
        )
    floor = Floor.objects.create(
        policy=policy,
        unit=unit,
        skill=skill,
        position=position,
        text=text,
        on_site=on_site,
        weekdays=sorted(weekdays),
        on_time=on_time,
    )
    record_decision(policy, "add_floor", actor=actor, unit=policy.unit, after=_floor_facts(floor))
    return floor


@transaction.atomic
def remove_floor(floor, *, actor):
    """Take a floor off a draft."""
    policy = locked_draft(floor.policy)
    record_decision(
        policy, "remove_floor", actor=actor, unit=policy.unit, before=_floor_facts(floor)
    )
    if not Floor.objects.filter(pk=floor.pk, policy=policy).delete()[0]:
        raise MovedOn(_("Batas minimal ini sudah dihapus oleh orang lain."))


def facts(policy):
    """Return the parameters of a policy as a small dict for the record of a decision."""
    return {name: getattr(policy, name) for name in FIELDS} | {"version": policy.version}


def _floor_facts(floor):
    return {
        "floor": floor.text,
        "unit": floor.unit.code,
        "skill": floor.skill.code if floor.skill else None,
        "position": floor.position.code if floor.position else None,
        "on_site": floor.on_site,
        "weekdays": floor.weekdays,
        "on_time": floor.on_time,
    }


def _supersede(policy):
    """End the unit's policy in force on the day before the new one starts; return it or None.

    One that would only have started later never applies: it ends on its first day, and on that
    day the higher version rules.
    """
    standing = (
        Policy.objects.select_for_update()
        .filter(unit=policy.unit_id, status=Policy.Status.IN_FORCE)
        .first()
    )
    if standing is None:
        return None
    if policy.ends_on is not None and policy.ends_on < standing.starts_on:
        raise Refused(
            _(
                "Versi %(version)s berlaku mulai %(day)s, sesudah kebijakan ini berakhir. Kosongkan"
                " tanggal berakhirnya atau susun versi baru dari versi itu."
            )
            % {"version": standing.version, "day": date_format(standing.starts_on, "j F Y")}
        )
    last = max(policy.starts_on - datetime.timedelta(days=1), standing.starts_on)
    if standing.ends_on is not None:
        last = min(last, standing.ends_on)
    Policy.objects.filter(pk=standing.pk, status=Policy.Status.IN_FORCE).update(
        status=Policy.Status.SUPERSEDED, ends_on=last
    )
    return standing


def _next_version(unit):
    """The unit's next version number; two drafts at once meet at the unique constraint."""
    latest = Policy.objects.filter(unit=unit).aggregate(n=Max("version"))["n"]
    return (latest or 0) + 1


def locked_draft(policy):
    """Lock a draft for the transaction and return it; Refused where it was put in force."""
    locked = Policy.objects.select_for_update(of=("self",)).select_related("unit").get(pk=policy.pk)
    if locked.status != Policy.Status.DRAFT:
        raise Refused(_("Kebijakan yang sudah diberlakukan tidak dapat diubah. Buat versi baru."))
    return locked


def _refuse_contradictions(policy):
    found = contradictions(policy)
    if found:
        raise Refused(" ".join(found))


def _refuse_unknown(fields):
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not parameters of a policy: {sorted(unknown)}")
