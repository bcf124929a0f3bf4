"""Acts on pairs to be kept apart: two who stand in for each other are not both at home."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import PairApart
from schedules.queries.preferences import keeps_pairs, people_of_pairs
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.queries.people import posting_on

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def keep_apart(first, second, *, reason, actor):
    """Keep two people from being at home on one day from today on; return the PairApart.

    By a head for people it decides for, or unit HR for people below its units; never oneself.
    Counts from the next plan. Both are told.
    Refused: one person twice, no reason, a pair that stands already.
    """
    scope = scope_for(actor)
    both = {first.pk, second.pk}
    if not keeps_pairs(scope) or people_of_pairs(scope).filter(pk__in=both).count() != len(both):
        raise PermissionDenied
    if len(both) == 1:
        raise Refused(_("Pilih dua pegawai yang berbeda."))
    if not reason.strip():
        raise Refused(_("Tuliskan alasannya, misalnya karena saling menggantikan."))
    low, high = sorted((first, second), key=lambda one: one.pk)
    try:
        with transaction.atomic():
            pair = PairApart.objects.create(
                first=low,
                second=high,
                reason=reason.strip()[:200],
                starts_on=clock.today(),
                recorded_by=actor,
            )
    except IntegrityError:
        raise Refused(_("Kedua pegawai ini sudah tercatat sebagai pasangan terpisah.")) from None
    _record(pair, "pair_kept_apart", actor, scope, reason=pair.reason)
    notify(
        [low.user, high.user],
        kind="pair_apart",
        link=reverse("schedules:preferences"),
        first=low.name,
        second=high.name,
        reason=pair.reason,
    )
    return pair


@transaction.atomic
def end_pair(pair, *, actor):
    """End a pair from today on; MovedOn where it has ended."""
    scope = scope_for(actor)
    both = {pair.first_id, pair.second_id}
    if not keeps_pairs(scope) or people_of_pairs(scope).filter(pk__in=both).count() != len(both):
        raise PermissionDenied
    last = max(pair.starts_on, clock.today() - ONE_DAY)
    if not PairApart.objects.filter(pk=pair.pk, ends_on__isnull=True).update(ends_on=last):
        raise MovedOn(_("Pasangan ini sudah diakhiri."))
    pair.refresh_from_db()
    _record(pair, "pair_ended", actor, scope, reason="")
    return pair


def _record(pair, act, actor, scope, *, reason):
    posting = posting_on(pair.first, scope.day)
    record_decision(
        pair,
        act,
        actor=actor,
        unit=posting and posting.unit,
        reason=reason,
        mandate=scope.mandate_for(posting.unit) if posting else "",
        after={"people": [pair.first_id, pair.second_id], "ends_on": pair.ends_on},
    )
