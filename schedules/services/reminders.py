"""Reminders of turns: by the job at the ages of the policy, by BKPSDM by hand. Plans never move."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from schedules.models import TurnReminder
from schedules.queries.turns import plans_in_work, turns_of_plans
from units import clock
from units.access import scope_for
from units.decisions import notify, record_decision

Kind = TurnReminder.Kind
NAMED = 3


def tell_due_turns():
    """Remind who has a turn for too long and tell the next level of the late ones; return how many
    accounts were told.

    Safe to run again and by two workers at once: the database keeps each account from hearing of
    one turn twice in one way. Somebody who takes over a turn is reminded too. Nothing is decided.
    """
    day = clock.today()
    turns = [t for found in turns_of_plans(plans_in_work(day), day).values() for t in found]
    wanted = {}
    for turn in turns:
        for kind, due, accounts in (
            (Kind.REMINDER, turn.is_due, turn.holders),
            (Kind.ESCALATION, turn.is_late, turn.above),
        ):
            for user in accounts if due else ():
                wanted.setdefault((kind, user), []).append(turn)
    known = set(
        TurnReminder.objects.filter(plan__in={turn.plan.pk for turn in turns})
        .exclude(kind=Kind.BY_HAND)
        .values_list("kind", "recipient_id", "plan_id", "unit_id", "stage", "since")
    )
    told = 0
    for (kind, user), found in wanted.items():
        new = [turn for turn in found if (kind, user.pk, *turn.key) not in known]
        told += bool(new) and _tell(user, new, kind)
    return told


@transaction.atomic
def remind_all(turns, *, period, actor):
    """Remind who has the given turns of a period; return (accounts told, left alone today).

    By BKPSDM. Nobody hears by hand twice a day, nor on a day on which the job reminded them; the
    actor is not told of the own turn. The period keeps how many were reminded.
    """
    if not scope_for(actor).is_city_hr:
        raise PermissionDenied
    by_user = {}
    for turn in turns:
        for user in turn.holders:
            if user.pk != actor.pk:
                by_user.setdefault(user, []).append(turn)
    heard = set(
        TurnReminder.objects.filter(sent_on=clock.today(), recipient__in=by_user)
        .exclude(kind=Kind.ESCALATION)
        .values_list("recipient_id", flat=True)
    )
    told = sum(
        _tell(user, found, Kind.BY_HAND, actor)
        for user, found in by_user.items()
        if user.pk not in heard
    )
    if told:
        record_decision(period, "turns_reminded", actor=actor, after={"accounts": told})
    return told, len(by_user) - told


def _tell(user, turns, kind, actor=None):
    """Keep that an account is told and tell it, both or neither; return whether it was told."""
    now = clock.now()
    rows = [
        TurnReminder(
            kind=kind,
            recipient=user,
            plan=turn.plan,
            unit=turn.unit,
            stage=turn.stage,
            since=turn.since,
            sent_on=clock.today(),
            sent_at=now,
            sent_by=actor,
        )
        for turn in (turns[:1] if kind == Kind.BY_HAND else turns)
    ]
    try:
        with transaction.atomic():
            TurnReminder.objects.bulk_create(rows)
            one = len({turn.plan.pk for turn in turns}) == 1
            notify(
                [user],
                kind="turn_escalated" if kind == Kind.ESCALATION else "turn_reminded",
                link=reverse("schedules:plan_detail", args=[turns[0].plan.pk])
                if one
                else reverse("schedules:plan_list"),
                since=timezone.localdate(min(turn.since for turn in turns)),
                turns=partial(_words, turns),
            )
    except IntegrityError:
        return False
    return True


def _words(turns):
    """Return some turns in words: pengajuan Bidang Ekonomi, persetujuan Dinas Sosial, 2 lagi."""
    words = [f"{turn.stage_words} {turn.unit.label}" for turn in turns[:NAMED]]
    more = len(turns) - NAMED
    if more > 0:
        words.append(ngettext("%(n)s lagi", "%(n)s lagi", more) % {"n": more})
    return ", ".join(words)
