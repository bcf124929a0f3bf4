"""What follows from an act of emergency mode: at once for few people, by a worker for many.

Whom an emergency covers stands in the transaction of the act itself. What is left for later is
that swaps fall and that heads and people are told; beat catches up what a stopped worker left.
"""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from schedules.models import EmergencyWork
from schedules.services.swaps import end_overtaken_swaps
from units import clock
from units.decisions import notify, notify_each
from units.models import User
from units.queries.people import head_postings_on
from units.queries.tree import unit_tree
from units.retelling import retold

log = logging.getLogger(__name__)

Act = EmergencyWork.Act
MOST_AT_ONCE = 300
BATCH = 500
SENT_AGAIN_AFTER = timedelta(minutes=2)
SILENT_AFTER = timedelta(minutes=10)


def follow_act(emergency, act, *, people, reason, short=None, actor):
    """Keep what follows from an act, inside its transaction; do it now for up to 300 people."""
    work = EmergencyWork.objects.create(
        emergency=emergency,
        act=act,
        actor=actor,
        reason=reason,
        ends_on=emergency.ends_on,
        people=sorted(people),
        short=short or {},
        asked_at=clock.now(),
    )
    if len(work.people) <= MOST_AT_ONCE:
        work_on_emergency(work.pk)
    else:
        _send(work.pk)


def work_on_emergency(pk):
    """Carry out one waiting work; do nothing where another worker has it or it is done.

    The works of one emergency are done in the order of its acts; each sends the next.

    Each batch is told in a transaction of its own, which also moves `done` on: nobody is told
    twice, and one that stops in between is taken up where it stood.
    """
    older = EmergencyWork.objects.filter(
        emergency=OuterRef("emergency"), pk__lt=OuterRef("pk"), finished_at=None
    )
    waiting = EmergencyWork.objects.filter(~Exists(older), pk=pk, finished_at=None, alive_at=None)
    taken = EmergencyWork.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).filter(
        finished_at=None, alive_at=None
    )
    taken = taken.update(alive_at=clock.now(), attempts=F("attempts") + 1)
    if not taken:
        return
    work = EmergencyWork.objects.select_related("emergency", "actor").get(pk=pk)
    while work.finished_at is None and _next_batch(work):
        pass


@transaction.atomic
def _next_batch(work):
    """Tell the next people of a work; return whether it still is this worker's."""
    batch = work.people[work.done : work.done + BATCH]
    done, at = work.done + len(batch), clock.now()
    finished_at = at if done == len(work.people) else None
    moved = EmergencyWork.objects.filter(
        pk=work.pk, attempts=work.attempts, done=work.done, finished_at=None
    ).update(done=done, alive_at=at, finished_at=finished_at)
    if not moved:
        return False
    if work.done == 0:
        if work.act in (Act.DECLARED, Act.EXTENDED):
            end_overtaken_swaps(people=work.people)
        _tell_heads(work)
    _tell(work, batch)
    work.done, work.finished_at = done, finished_at
    if finished_at:
        later = EmergencyWork.objects.filter(emergency=work.emergency, finished_at=None)
        for pk in later.order_by("pk").values_list("pk", flat=True)[:1]:
            _send(pk)
    return True


def _tell(work, employee_ids):
    emergency = work.emergency
    if work.act == Act.DECLARED:
        kind = "emergency_declared"
        values = {"start": emergency.starts_on, "end": work.ends_on}
    elif work.act == Act.CANCELLED:
        kind, values = "emergency_cancelled", {"start": emergency.starts_on}
    else:
        kind, values = "emergency_changed", {"end": work.ends_on}
    notify(
        User.objects.filter(employee__pk__in=employee_ids).only("is_active", "language"),
        kind=kind,
        link=reverse("schedules:my_schedule"),
        what=emergency.get_kind_display,
        reason=work.reason,
        **values,
    )


def _tell_heads(work):
    """Tell who leads a unit with a floor left short, and its agency: how many, and the first."""
    if not work.short:
        return
    tree, today = unit_tree(), clock.today()
    above = {int(pk): list(tree.ancestors_of(int(pk), include_self=True)) for pk in work.short}
    heads = head_postings_on(today, {one for path in above.values() for one in path})
    found = defaultdict(list)
    for pk, path in above.items():
        nearest = next((unit for unit in path if heads.get(unit)), None)
        for posting in {
            one.pk: one
            for unit in {nearest, tree.agency_of(pk)} - {None}
            for one in heads.get(unit, ())
        }.values():
            found[posting.employee.user].append(work.short[str(pk)])
    found.pop(None, None)
    found.pop(work.actor, None)
    emergency = work.emergency
    notify_each(
        {
            user: {
                "what": emergency.get_kind_display,
                "n": sum(len(sentences) for sentences in floors),
                "first": lambda text=floors[0][0]: retold(text),
                "words": emergency.confirmation,
            }
            for user, floors in found.items()
        },
        kind="emergency_floors_short",
        link=reverse("schedules:emergency_detail", args=[emergency.pk]),
    )


def resume_emergency_works():
    """Send again what a stopped worker or a lost message left behind; return how many."""
    now = clock.now()
    open_works = EmergencyWork.objects.filter(finished_at=None)
    silent = open_works.filter(alive_at__lt=now - SILENT_AFTER)
    for pk, attempts in silent.values_list("pk", "attempts"):
        log.error("work %s of an emergency fell silent after %s attempts", pk, attempts)
    silent.update(alive_at=None, asked_at=now - SENT_AGAIN_AFTER)
    waiting = open_works.filter(alive_at=None, asked_at__lte=now - SENT_AGAIN_AFTER)
    found = list(waiting.values_list("pk", flat=True))
    for pk in found:
        _send(pk)
    return len(found)


def _send(pk):
    from schedules.tasks import follow_emergency

    transaction.on_commit(lambda: follow_emergency.delay(pk), robust=True)
