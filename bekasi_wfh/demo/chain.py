"""Many decisions at once, chained as `units.decisions.record_decision` chains them one by one."""

import json
from contextlib import contextmanager

from django.core.serializers.json import DjangoJSONEncoder

from units import clock
from units.decisions import GENESIS, _content, _digest
from units.models import ChainHead, Decision


class Chain:
    """Collects decisions of the past; `write` appends them in the order of their time."""

    def __init__(self):
        self._waiting = []

    def add(self, subject, act, *, actor, at, unit=None, reason="", before=None, after=None):
        """Keep one decision about a stored record for the next `write`."""
        self._waiting.append(
            Decision(
                subject_type=subject._meta.label,
                subject_id=subject.pk,
                subject_text=str(subject)[:200],
                unit=unit,
                act=act,
                before=_plain(before),
                after=_plain(after),
                actor=actor,
                reason=reason,
                decided_at=at,
            )
        )

    def write(self):
        """Append what was collected after the latest decision; return how many."""
        self._waiting.sort(key=lambda one: one.decided_at)
        head = ChainHead.objects.get_or_create(pk=1, defaults={"latest_hash": GENESIS})[0]
        latest = head.latest_hash
        for decision in self._waiting:
            decision.previous_hash = latest
            latest = decision.hash = _digest(latest, _content(decision))
        Decision.objects.bulk_create(self._waiting, batch_size=1000)
        ChainHead.objects.filter(pk=1).update(latest_hash=latest)
        count, self._waiting = len(self._waiting), []
        return count


def _plain(value):
    return json.loads(json.dumps(value or {}, cls=DjangoJSONEncoder))


@contextmanager
def living_at(moment):
    """Let the portal's clock stand at a moment, so that its services act in the demo's past."""
    real = clock.now
    clock.now = lambda: moment
    try:
        yield
    finally:
        clock.now = real
