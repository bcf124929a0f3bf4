"""The daily WFH report: planned in the morning, sent in the evening, examined by the superior."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from attendance.models import WorkReport, WorkReportItem
from attendance.queries.activities import activities_for
from attendance.queries.work_reports import (
    OPEN_TO_AUTHOR,
    due_date,
    is_wfh_day,
    may_decide_report,
)
from attendance.services.closing import close_day, recompute_day
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.files import erase_files, keep_file
from units.models import PrivateFile
from units.queries.people import posting_on, superiors_of
from units.services.webhooks import announce

Status = WorkReport.Status
ITEM_FIELDS = (
    "planned",
    "output",
    "quantity",
    "unit_of_measure",
    "evidence_url",
    "activity_number",
)
MOST_ITEMS = 20
# Reports decided in one transaction: check-ins never wait long for it.
AT_ONCE = 20


def _own(employee, day, actor):
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    if not is_wfh_day(employee, day):
        raise Refused(_("Tanggal ini bukan hari WFH Anda, sehingga tidak ada laporan harian WFH."))


def _write(employee, day, items):
    """Replace the items of a report that is still the author's; return the report.

    Raises MovedOn when it has been sent or accepted meanwhile.
    """
    if len(items) > MOST_ITEMS:
        raise Refused(_("Paling banyak %d kegiatan dalam satu laporan.") % MOST_ITEMS)
    _refuse_items(items)
    report, _made = WorkReport.objects.get_or_create(employee=employee, work_date=day)
    _refuse_unknown_activities(report, items)
    # Takes the row for this transaction and proves that it is still open to its author.
    if not WorkReport.objects.filter(pk=report.pk, status__in=OPEN_TO_AUTHOR).update(work_date=day):
        raise MovedOn(_("Laporan ini sudah dikirim, sehingga isinya tidak berubah lagi."))
    at = clock.now()
    WorkReport.objects.filter(pk=report.pk, planned_at__isnull=True).update(
        planned_at=at, is_plan_late=at > clock.local(day, settings.WORK_REPORT_PLAN_BY)
    )
    report.refresh_from_db()
    held = {
        str(pk): pk for pk in report.items.values_list("evidence_file", flat=True) if pk is not None
    }
    report.items.all().delete()
    WorkReportItem.objects.bulk_create(
        WorkReportItem(
            report=report,
            evidence_file_id=_evidence(item, held, report.employee.user),
            **{name: _value(item, name) for name in ITEM_FIELDS},
        )
        for item in items
    )
    kept = report.items.filter(evidence_file__isnull=False).values("evidence_file")
    erase_files(PrivateFile.objects.filter(pk__in=held.values()).exclude(pk__in=kept))
    return report


def _value(item, name):
    value = item.get(name)
    if name == "quantity":
        return value
    return value or ""


def _evidence(item, held, actor):
    """Return the id of an item's file: the new one, or one that the report holds already."""
    if item.get("upload"):
        return keep_file(item["upload"], actor=actor).pk
    return held.get(str(item.get("kept") or ""))


def _refuse_items(items):
    """Refuse a number without its unit (or the other way round) and links that are not https."""
    for item in items:
        counted = item.get("quantity") is not None
        if counted != bool(str(item.get("unit_of_measure") or "").strip()):
            raise Refused(_("Isi jumlah beserta satuannya, atau kosongkan keduanya."))
        url = item.get("evidence_url") or ""
        if url and not url.lower().startswith("https://"):
            raise Refused(_("Tautan bukti harus diawali https://."))


def _refuse_unknown_activities(report, items):
    """Refuse a number that is not on the list, where there is one and the report has not named it
    before."""
    known = activities_for(report.employee, report.work_date)
    named = {item.get("activity_number") or "" for item in items} - {""}
    if not known or named <= known.keys():
        return
    if named - known.keys() - set(report.items.values_list("activity_number", flat=True)):
        raise Refused(_("Pilih nomor kegiatan dari daftar, atau kosongkan."))


@transaction.atomic
def save_work_plan(employee, day, items, *, actor):
    """Keep the items of a WFH day as a draft (or a returned report); return the report.

    `items` are dicts with the fields of an item; beside these `upload` (a new file as evidence)
    and `kept` (the id of one that the report holds). A file that no item keeps is erased. Refused:
    a quantity without its unit or a unit alone, a link that is not https. Own report only, on a
    day at home, today, past or ahead. Raises MovedOn when the report has been sent.
    """
    _own(employee, day, actor)
    return _write(employee, day, items)


@transaction.atomic
def submit_work_report(employee, day, items, *, actor):
    """Send the report of a WFH day to the superior; return it with the date it is due.

    Sent after the time of the settings it is marked as late, and taken all the same.

    Refused before the day has come, without an item, and where an item lacks its output. The
    superior is told.
    """
    _own(employee, day, actor)
    today = clock.today()
    if day > today:
        raise Refused(_("Laporan baru dapat dikirim pada harinya. Rencana sudah dapat disimpan."))
    if not items:
        raise Refused(_("Isi paling sedikit satu kegiatan sebelum laporan dikirim."))
    if any(not str(item.get("output") or "").strip() for item in items):
        raise Refused(_("Tuliskan hasil setiap kegiatan sebelum laporan dikirim."))
    report = _write(employee, day, items)
    posting = posting_on(employee, today)
    if posting is None:
        raise Refused(_("Anda tidak memiliki penempatan hari ini; hubungi pengelola kepegawaian."))
    at = clock.now()
    late = report.is_sent_late
    if report.submitted_at is None:  # what was sent in time stays so after a return
        late = at > clock.local(day, settings.WORK_REPORT_SEND_BY)
    moved = WorkReport.objects.filter(pk=report.pk, status__in=OPEN_TO_AUTHOR).update(
        status=Status.SUBMITTED,
        submitted_at=at,
        is_sent_late=late,
        due_on=due_date(posting.unit, today),
        reminded_at=None,
        escalated_at=None,
        return_reason="",
        decided_by=None,
        decided_at=None,
    )
    if not moved:
        raise MovedOn(_("Laporan ini sudah dikirim."))
    notify(
        superiors_of(employee, today),
        kind="work_report_submitted",
        link=reverse("attendance:work_report_decide", args=[report.pk]),
        name=employee.name,
        day=day,
    )
    report.refresh_from_db()
    return report


def _decide(report, *, status, act, reason, actor, kind):
    scope = scope_for(actor)
    if not may_decide_report(scope, report):
        raise PermissionDenied
    moved = WorkReport.objects.filter(pk=report.pk, status=Status.SUBMITTED).update(
        status=status, decided_by=actor, decided_at=clock.now(), return_reason=reason
    )
    if not moved:
        raise MovedOn(_("Laporan ini sudah diputuskan atau belum dikirim. Tidak ada yang berubah."))
    posting = posting_on(report.employee, scope.day)
    record_decision(
        report,
        act,
        actor=actor,
        unit=posting.unit,
        reason=reason,
        before={"status": Status.SUBMITTED},
        after={"status": status, "work_date": report.work_date},
        mandate=scope.mandate_for(posting.unit),
    )
    notify(
        [report.employee.user],
        kind=kind,
        link=reverse("attendance:work_report", args=[report.work_date]),
        day=report.work_date,
        **({"reason": reason} if reason else {}),
    )
    report.refresh_from_db()
    return report


@transaction.atomic
def accept_work_report(report, *, actor):
    """Accept a submitted report: the WFH day is validated if its check-ins are a valid pair.

    Only who decides for the author today, never the author. Raises MovedOn when it is no
    longer waiting.
    """
    _accept(report, actor)
    recompute_day(report.employee, report.work_date)
    return report


def _accept(report, actor):
    accepted = _decide(
        report,
        status=Status.ACCEPTED,
        act="accept_work_report",
        reason="",
        actor=actor,
        kind="work_report_accepted",
    )
    announce("report.accepted", report=report.pk, date=report.work_date.isoformat())
    return accepted


def accept_work_reports(reports, *, actor):
    """Accept several reports; return [(report, "" or the sentence why it was not accepted)].

    A report that cannot be accepted keeps none of the others back.
    """
    found = []
    for first in range(0, len(reports), AT_ONCE):
        found += _accept_some(reports[first : first + AT_ONCE], actor)
    return found


@transaction.atomic
def _accept_some(reports, actor):
    found, days = [], {}
    for report in reports:
        try:
            with transaction.atomic():
                _accept(report, actor)
        except (MovedOn, Refused) as refusal:
            found.append((report, str(refusal)))
        except PermissionDenied:
            found.append((report, _("Laporan ini bukan lagi wewenang Anda.")))
        else:
            found.append((report, ""))
            days.setdefault(report.work_date, []).append(report.employee_id)
    for day, employee_ids in sorted(days.items()):
        if day < clock.today():
            close_day(day, employee_ids)
    return found


@transaction.atomic
def return_work_report(report, *, reason, actor):
    """Give a submitted report back to its author with a reason, which is required."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Tuliskan alasan pengembalian agar pegawai tahu apa yang diperbaiki."))
    _decide(
        report,
        status=Status.RETURNED,
        act="return_work_report",
        reason=reason[:500],
        actor=actor,
        kind="work_report_returned",
    )
    recompute_day(report.employee, report.work_date)
    return report
