"""Response checks: a superior calls, the person answers or explains, a superior rules.

Nothing follows from a call by itself: a measure is proposed and a superior confirms it, or a
milder one.
"""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance import response_ladder as ladder
from attendance.models import (
    ResponseAnswer,
    ResponseCheck,
    ResponseExplanation,
    ResponseRuling,
)
from attendance.queries.response_checks import (
    BLOCKS,
    callable_people,
    may_be_unexcused,
    response_check_for,
    unexcused_before,
)
from attendance.queries.watch import decides_on, due_dates, rules_on
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.queries.authority import postings_decided_by
from units.queries.people import posting_on, superiors_of

Outcome, Measure = ResponseRuling.Outcome, ResponseRuling.Measure
# People called in one act: the notices of all go out in its transaction.
MOST_AT_ONCE = 100


def _link(check):
    return reverse("attendance:response_check_detail", args=[check.pk])


@transaction.atomic
def call_people(employee_ids, *, note="", actor):
    """Call people who work from home now; return [(employee, "" or why not called)] by name.

    Each has the minutes of the rules in force to answer, is told at once and gets a row of its
    own. Refused for nobody and for too many; people for whom the account does not decide, itself
    among them, raise PermissionDenied and nobody is called.
    """
    scope = scope_for(actor)
    wanted = set(employee_ids)
    if not wanted:
        raise Refused(_("Centang paling sedikit satu pegawai. Tidak ada yang dipanggil."))
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(_("Paling banyak %d pegawai sekali panggil.") % MOST_AT_ONCE)
    postings = list(
        postings_decided_by(scope)
        .filter(employee_id__in=wanted)
        .select_related("employee__user", "unit")
        .order_by("employee__name", "pk")
    )
    if {posting.employee_id for posting in postings} != wanted:
        raise PermissionDenied
    now, rules = clock.now(), rules_on(scope.day)
    due_at = now + datetime.timedelta(minutes=rules.response_minutes)
    standing = callable_people(postings, scope.day, now)
    explain_by = due_dates(
        scope.day, rules.absence_answer_days, {posting.unit_id for posting in postings}
    )
    results = []
    for posting in postings:
        one = standing[posting.employee_id]
        block = one.block
        if not block:
            try:
                with transaction.atomic():
                    check = ResponseCheck.objects.create(
                        employee=posting.employee,
                        unit=posting.unit,
                        work_date=scope.day,
                        number=one.number,
                        note=note.strip()[:200],
                        called_by=actor,
                        called_at=now,
                        due_at=due_at,
                        explain_by=explain_by[posting.unit_id],
                    )
            except IntegrityError:
                block = "waiting"  # somebody else called at the same moment
            else:
                _call(check, scope, rules.response_minutes)
        results.append((posting.employee, str(BLOCKS[block]) if block else ""))
    return results


def _call(check, scope, minutes):
    record_decision(
        check,
        "call_for_response",
        actor=scope.user,
        unit=check.unit,
        reason=check.note,
        after={"due_at": check.due_at, "minutes": minutes, "number": check.number},
        mandate=scope.mandate_for(check.unit),
    )
    notify(
        [check.employee.user],
        kind="response_called",
        link=reverse("attendance:today"),
        at=f"{timezone.localtime(check.due_at):%H.%M}",
    )


@transaction.atomic
def answer_call(check, *, actor):
    """Answer a call of one's own by the server's clock; return the ResponseAnswer.

    A second tap gets the first answer. After the term it is late, and taken on the work date;
    later it is Refused: then only an explanation helps.
    """
    if check.employee.user_id is None or check.employee.user_id != actor.pk:
        raise PermissionDenied
    if clock.today() != check.work_date:
        raise Refused(
            _("Hari panggilan itu sudah lewat. Sampaikan penjelasan; panggilan tetap tercatat.")
        )
    answer, _made = ResponseAnswer.objects.get_or_create(
        call=check, defaults={"answered_at": clock.now()}
    )
    return answer


@transaction.atomic
def explain_call(check, *, text, actor):
    """Say why a call of one's own was not answered in time; return the ResponseExplanation.

    Once, and before anybody has ruled. The superiors are told.
    """
    if check.employee.user_id is None or check.employee.user_id != actor.pk:
        raise PermissionDenied
    text = text.strip()[:500]
    if not text:
        raise Refused(_("Tuliskan penjelasan Anda. Tidak ada yang dikirim."))
    check = _locked(check, actor)
    if check.found not in (ladder.LATE, ladder.MISSED):
        raise Refused(_("Panggilan ini tidak perlu dijelaskan."))
    if check.rulings.exists():
        raise MovedOn(_("Panggilan ini sudah diputuskan. Penjelasan tidak terkirim."))
    try:
        with transaction.atomic():
            made = ResponseExplanation.objects.create(
                call=check, text=text, explained_at=clock.now()
            )
    except IntegrityError:
        raise MovedOn(_("Penjelasan Anda sudah terkirim sebelumnya dan tetap berlaku.")) from None
    notify(
        superiors_of(check.employee, clock.today()),
        kind="response_explained",
        link=_link(check),
        name=check.employee.name,
        day=check.work_date,
    )
    return made


def _locked(check, actor):
    """Return the call as it stands, held against other explanations and rulings until the end."""
    ResponseCheck.objects.select_for_update().get(pk=check.pk)
    return response_check_for(scope_for(actor), check.pk, clock.now())


@transaction.atomic
def rule_on_call(check, *, excused, reason, actor, measure=Measure.NONE):
    """Find a call that was not answered in time with or without a reason; return the ruling.

    By who decides for the person, or BKPSDM; never the person. Without a reason only once the
    person has explained or the days to do so are over, with the proposed measure or a milder
    one. A reason may be accepted later as well and takes the earlier finding back; the other way
    round is Refused. A call that is answered in time, still runs, or is covered by an outage or
    an absence is nobody's to rule on.
    """
    scope = scope_for(actor)
    if not decides_on(scope, check.employee):
        raise PermissionDenied
    reason = reason.strip()[:500]
    if not reason:
        raise Refused(_("Tuliskan alasan putusan. Tidak ada yang dicatat."))
    check = _locked(check, actor)
    if check.found not in (ladder.LATE, ladder.MISSED):
        raise Refused(_("Panggilan ini terjawab, masih berjalan, atau tidak dihitung."))
    before = set(check.rulings.values_list("outcome", flat=True))
    outcome = Outcome.EXCUSED if excused else Outcome.UNEXCUSED
    if outcome in before or Outcome.EXCUSED in before:
        raise MovedOn(_("Panggilan ini sudah diputuskan. Tidak ada yang berubah."))
    count = unexcused_before(check) + 1
    if not excused and not may_be_unexcused(check, clock.today()):
        raise Refused(
            _("Pegawai masih dapat menjelaskan sampai %(day)s. Tidak ada yang dicatat.")
            % {"day": f"{check.explain_by:%d-%m-%Y}"}
        )
    if excused:
        measure = Measure.NONE
    elif measure not in ladder.lawful_measures(count):
        raise Refused(_("Tindakan itu lebih berat daripada usulan. Tidak ada yang dicatat."))
    ruling = ResponseRuling.objects.create(
        call=check,
        outcome=outcome,
        proposed=Measure.NONE if excused else ladder.proposed_measure(count),
        measure=measure,
        reason=reason,
        decided_by=actor,
        decided_at=clock.now(),
    )
    posting = posting_on(check.employee, scope.day)
    record_decision(
        check,
        "excuse_call" if excused else "find_call_unexcused",
        actor=actor,
        unit=check.unit,
        reason=reason,
        before={"rulings": sorted(before)},
        after={"proposed": ruling.proposed, "measure": ruling.measure},
        mandate=scope.mandate_for(posting.unit) if posting else "",
    )
    notify(
        [check.employee.user],
        kind="response_excused" if excused else "response_unexcused",
        link=_link(check),
        day=check.work_date,
        reason=reason,
        **({} if excused else {"measure": ruling.get_measure_display}),
    )
    return ruling
