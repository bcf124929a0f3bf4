"""Acts on recalls: a superior calls people to the office, they acknowledge, it is taken back."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Recall, RecalledDay
from schedules.planning.order_moves import recall_move
from schedules.queries.recalls import people_to_recall, working_at_home
from schedules.services.swaps import end_overtaken_swaps
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Employee, User
from units.queries.authority import postings_decided_by

Status = RecalledDay.Status
AT_ONCE = 1000
NAMED_AT_MOST = 5


def _link(day):
    return reverse("schedules:my_day", args=[day.isoformat()])


def _names(people):
    people = sorted(people)
    text = ", ".join(people[:NAMED_AT_MOST])
    more = len(people) - NAMED_AT_MOST
    return _("%(names)s, dan %(n)s lagi") % {"names": text, "n": more} if more > 0 else text


@transaction.atomic
def recall_people(employee_ids, *, date, reason, actor):
    """Recall people from a day at home to the office; return the Recall.

    By who decides for each of them today (never for oneself), for today or later, with a reason.
    From then on the day is one at the office with its own source; the plan stays. The people are
    told at once, open swaps of the day fall, and the day is owed to them as one that they did not
    have. Refused, with nothing done for anybody: a past day, no reason, nobody chosen, somebody
    who is not at home that day (not planned, a day off, away, recalled already).
    Raises PermissionDenied where the account does not decide for one of them.
    """
    scope = scope_for(actor)
    wanted = set(employee_ids)
    reason = reason.strip()[:300]
    if not wanted:
        raise Refused(_("Pilih paling sedikit satu pegawai. Tidak ada yang ditarik."))
    if not reason:
        raise Refused(_("Tuliskan alasan penarikan. Tidak ada yang ditarik."))
    if date < clock.today():
        raise Refused(_("Hari yang sudah lewat tidak dapat diubah. Tidak ada yang ditarik."))
    decided = set(
        postings_decided_by(scope)
        .filter(employee_id__in=wanted)
        .values_list("employee_id", flat=True)
    )
    if wanted - decided:
        raise PermissionDenied
    postings = people_to_recall(scope, date).filter(employee_id__in=wanted)
    at_home = {one.employee_id: one for one in working_at_home(postings, date)}
    if missing := wanted - at_home.keys():
        names = Employee.objects.filter(pk__in=missing).values_list("name", flat=True)
        raise Refused(
            _("Tidak bekerja dari rumah pada %(day)s: %(names)s. Tidak ada yang ditarik.")
            % {"day": date_format(date, "l, j F"), "names": _names(names)}
        )
    unit = _common_unit(at_home.values(), scope)
    recall = Recall.objects.create(
        unit=unit,
        date=date,
        reason=reason,
        ordered_by=actor,
        ordered_at=clock.now(),
        mandate=scope.mandate_for(unit),
    )
    try:
        with transaction.atomic():
            RecalledDay.objects.bulk_create(
                (RecalledDay(recall=recall, employee_id=pk, date=date) for pk in sorted(wanted)),
                batch_size=AT_ONCE,
            )
    except IntegrityError as error:
        raise MovedOn(
            _("Salah seorang sudah ditarik orang lain pada hari itu. Muat ulang daftarnya.")
        ) from error
    record_decision(
        recall,
        "people_recalled",
        actor=actor,
        unit=unit,
        reason=reason,
        mandate=recall.mandate,
        before={"place": "wfh"},
        after={"place": "wfo", "date": date, "people": sorted(wanted)},
    )
    notify(
        User.objects.filter(employee__pk__in=wanted),
        kind="recalled",
        link=_link(date),
        day=date,
        reason=reason,
    )
    end_overtaken_swaps(people=wanted)
    return recall


def _common_unit(postings, scope):
    """Return the unit of all the people, or one that the account heads, for the record."""
    units = {one.unit_id: one.unit for one in postings}
    if len(units) == 1:
        return next(iter(units.values()))
    for headed in scope.headed:
        return headed.unit
    return next(iter(units.values()))


def _move(one, name, **changes):
    """Make a lawful move of a recalled day by a conditional update; refuse what is not lawful."""
    one.refresh_from_db()
    move = recall_move(name, one.status, one.date, clock.today())
    if move is None and one.date < clock.today():
        raise Refused(_("Hari itu sudah lewat dan tidak berubah lagi."))
    sources = move.sources if move else ()
    moved = RecalledDay.objects.filter(pk=one.pk, status__in=sources).update(
        status=move.target if move else one.status, **changes
    )
    if not moved:
        raise MovedOn(
            _("Penarikan ini sekarang berstatus: %(status)s. Tidak ada yang berubah.")
            % {"status": one.get_status_display()}
        )
    one.refresh_from_db()


@transaction.atomic
def acknowledge_recall(one, *, actor):
    """Acknowledge one's own recall; return the RecalledDay. A second tap changes nothing.

    Refused once the day is over; MovedOn where the recall was taken back.
    """
    if one.employee.user_id is None or one.employee.user_id != actor.pk:
        raise PermissionDenied
    if one.status == Status.ACKNOWLEDGED:
        return one
    _move(one, "acknowledge", acknowledged_at=clock.now())
    record_decision(
        one.recall,
        "recall_acknowledged",
        actor=actor,
        unit=one.recall.unit,
        after={"employee": one.employee_id, "date": one.date},
    )
    return one


@transaction.atomic
def cancel_recall(recall, *, reason, actor, employee_ids=None):
    """Take a recall back for all of its people, or for some; return how many.

    By who decides for each of them today, until the day is over. The day is at home again, as
    planned, and the people are told. Refused: a past day, no reason. MovedOn where nobody is left.
    """
    scope = scope_for(actor)
    mine = postings_decided_by(scope).values("employee_id")
    people = recall.people.filter(employee_id__in=mine)
    if not people.exists():
        raise PermissionDenied
    if employee_ids is not None:
        if people.filter(employee_id__in=employee_ids).count() != len(set(employee_ids)):
            raise PermissionDenied
        people = people.filter(employee_id__in=employee_ids)
    reason = reason.strip()[:300]
    if not reason:
        raise Refused(_("Tuliskan alasan pembatalan. Penarikan tetap berlaku."))
    if recall.date < clock.today():
        raise Refused(_("Hari itu sudah lewat dan tidak berubah lagi."))
    concerned = list(
        people.filter(status__in=RecalledDay.IN_FORCE).values_list("employee_id", flat=True)
    )
    moved = RecalledDay.objects.filter(
        recall=recall, employee_id__in=concerned, status__in=RecalledDay.IN_FORCE
    ).update(status=Status.CANCELLED, cancelled_at=clock.now(), cancel_reason=reason)
    if not moved:
        raise MovedOn(_("Penarikan ini sudah dibatalkan. Tidak ada yang berubah."))
    record_decision(
        recall,
        "recall_cancelled",
        actor=actor,
        unit=recall.unit,
        reason=reason,
        mandate=scope.mandate_for(recall.unit),
        before={"place": "wfo"},
        after={"place": "wfh", "date": recall.date, "people": sorted(concerned)},
    )
    notify(
        User.objects.filter(employee__pk__in=concerned),
        kind="recall_cancelled",
        link=_link(recall.date),
        day=recall.date,
        reason=reason,
    )
    return moved
