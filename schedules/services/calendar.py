"""Acts on the working calendar: national holidays, local ones, days called off, hours."""

import datetime

import holidays as national
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Assignment, Holiday, WorkHours, WorkHoursDay
from schedules.queries.calendar import Calendar
from schedules.services.duty import end_duties
from schedules.services.rechecks import ask_rechecks
from schedules.services.swaps import end_swaps_of_days_off
from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Unit, User
from units.queries.tree import unit_tree

ESTIMATE_MARK = "(perkiraan)"
NATIONAL_BASIS = "SKB Tiga Menteri tentang Hari Libur Nasional dan Cuti Bersama Tahun {year}"


def national_holidays(year):
    """Return {(date, kind): (name, estimated)} of the joint decree of three ministers."""
    kinds = {"public": Holiday.Kind.NATIONAL, "government": Holiday.Kind.JOINT_LEAVE}
    found = {}
    for category, kind in kinds.items():
        days = national.ID(years=year, categories=(category,), language="id")
        for date, name in days.items():
            estimated = ESTIMATE_MARK in name
            found[date, kind] = (name.replace(ESTIMATE_MARK, "").strip()[:120], estimated)
    return found


@transaction.atomic
def load_national_holidays(year, *, actor):
    """Write the national holidays and joint leave of a year; return how many rows changed.

    Running it again adds what is missing, settles what was an estimate, and takes away future
    estimates that the list no longer has. Rows that BKPSDM wrote by hand stay. Past days stay.
    What a holiday declared late does to days at home, swaps and duties is done here too.
    """
    wanted = national_holidays(year)
    if not wanted:
        raise Refused(_("Daftar libur tahun %(year)s belum tersedia.") % {"year": year})
    today = clock.today()
    standing = {
        (row.date, row.kind): row
        for row in Holiday.objects.filter(
            date__year=year,
            unit__isnull=True,
            kind__in=[Holiday.Kind.NATIONAL, Holiday.Kind.JOINT_LEAVE],
        )
    }
    basis = NATIONAL_BASIS.format(year=year)
    added = [
        Holiday(date=date, kind=kind, name=name, estimated=estimated, legal_basis=basis)
        for (date, kind), (name, estimated) in sorted(wanted.items())
        if (date, kind) not in standing
    ]
    Holiday.objects.bulk_create(added)
    settled = [
        row.pk
        for key, row in standing.items()
        if row.estimated and key in wanted and not wanted[key][1]
    ]
    Holiday.objects.filter(pk__in=settled).update(estimated=False)
    dropped = [
        row.pk
        for key, row in standing.items()
        if row.estimated and key not in wanted and row.date > today
    ]
    Holiday.objects.filter(pk__in=dropped).delete()
    changed = len(added) + len(settled) + len(dropped)
    if changed:
        record_decision(
            _root(),
            "load_national_holidays",
            actor=actor,
            after={
                "year": year,
                "added": len(added),
                "settled": len(settled),
                "dropped": len(dropped),
            },
        )
        ask_rechecks(starts_on=today, ends_on=datetime.date(year, 12, 31))
        for holiday in added:
            if holiday.date >= today:
                _tell_people_at_home(holiday)
        end_swaps_of_days_off([one.date for one in added])
        for row in standing.values():
            if row.pk in dropped:
                end_duties(row.date)
    return changed


@transaction.atomic
def declare_holiday(date, *, name, kind, legal_basis, actor, unit=None):
    """Free a unit (or the city) on a day, or call a holiday off; return the Holiday.

    Everyone with a published day at home on a new holiday is told, open swaps of the day fall, and
    the plans that hold the day are compared with it. Refused: a past day, no legal basis, national
    kinds for a single unit, calling off a day that is no holiday there, a second row of the same
    kind.
    """
    day_text = date_format(date, "j F Y")
    if date < clock.today():
        raise Refused(
            _(
                "%(day)s sudah lewat. Hari yang sudah dijalani tidak berubah;"
                " perbaiki lewat koreksi."
            )
            % {"day": day_text}
        )
    if not legal_basis.strip():
        raise Refused(_("Sebutkan dasar hukumnya, misalnya nomor surat edaran."))
    if unit is not None and kind in (Holiday.Kind.NATIONAL, Holiday.Kind.JOINT_LEAVE):
        raise Refused(
            _("Libur nasional dan cuti bersama berlaku bagi seluruh kota. Kosongkan unit kerja.")
        )
    if kind == Holiday.Kind.CALLED_OFF:
        calendar = Calendar.load(date, date)
        if calendar.holiday((unit or _root()).pk, date) is None:
            raise Refused(
                _("%(day)s bukan hari libur di sana, jadi tidak ada yang perlu dibatalkan.")
                % {"day": day_text}
            )
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(
                date=date, name=name, kind=kind, unit=unit, legal_basis=legal_basis
            )
    except IntegrityError as error:
        raise Refused(
            _("Catatan dengan jenis yang sama sudah ada pada %(day)s.") % {"day": day_text}
        ) from error
    record_decision(
        holiday,
        "declare_holiday",
        actor=actor,
        unit=unit,
        reason=legal_basis,
        after={"date": date, "kind": kind, "name": name},
    )
    if kind != Holiday.Kind.CALLED_OFF:
        _tell_people_at_home(holiday)
        end_swaps_of_days_off([date])
    else:
        end_duties(date)
    _recheck(date, unit)
    return holiday


@transaction.atomic
def withdraw_holiday(holiday, *, reason, actor):
    """Take back a row that was declared by mistake, before its day. Past days stay as they were."""
    if holiday.date < clock.today():
        raise Refused(_("Hari itu sudah lewat, jadi catatannya tidak dapat dihapus."))
    if not reason.strip():
        raise Refused(_("Tuliskan alasan penghapusan."))
    before = {"date": holiday.date, "kind": holiday.kind, "name": holiday.name}
    record_decision(
        holiday, "withdraw_holiday", actor=actor, unit=holiday.unit, reason=reason, before=before
    )
    if not Holiday.objects.filter(pk=holiday.pk).delete()[0]:
        raise MovedOn(_("Catatan ini sudah dihapus oleh orang lain."))
    end_duties(holiday.date)
    _recheck(holiday.date, holiday.unit)


@transaction.atomic
def set_hours(
    *,
    name,
    working_week,
    legal_basis,
    starts_on,
    days,
    actor,
    unit=None,
    employment="",
    ends_on=None,
):
    """Write hours for a term; return the WorkHours. Days already lived keep their hours.

    `days` maps weekday (0 Monday) to (start, end, break in minutes); a weekday left out has no
    hours. Refused: a start before today, a break as long as the day, no weekday at all.
    """
    _check_hours(starts_on, ends_on, days, legal_basis)
    hours = WorkHours.objects.create(
        name=name,
        working_week=working_week,
        unit=unit,
        employment=employment,
        legal_basis=legal_basis,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _write_days(hours, days)
    record_decision(
        hours,
        "set_hours",
        actor=actor,
        unit=unit,
        reason=legal_basis,
        after=_hours_facts(hours, days),
    )
    return hours


@transaction.atomic
def change_hours(hours, *, days, actor, **fields):
    """Change hours that have not started yet; hours in use are refused (end them, write new)."""
    before = _hours_facts(
        hours, {d.weekday: (d.start, d.end, d.break_minutes) for d in hours.days.all()}
    )
    _check_hours(fields["starts_on"], fields["ends_on"], days, fields["legal_basis"])
    if not WorkHours.objects.filter(pk=hours.pk, starts_on__gt=clock.today()).update(**fields):
        raise Refused(
            _(
                "Jam kerja ini sudah berlaku, jadi tidak diubah. Akhiri jam kerja ini dan buat yang"
                " baru; hari yang sudah lewat tetap memakai jam lamanya."
            )
        )
    hours.refresh_from_db()
    hours.days.all().delete()
    _write_days(hours, days)
    record_decision(
        hours,
        "change_hours",
        actor=actor,
        unit=hours.unit,
        reason=hours.legal_basis,
        before=before,
        after=_hours_facts(hours, days),
    )


@transaction.atomic
def end_hours(hours, *, ends_on, actor, reason=""):
    """Set the last day of hours; never before yesterday, so that lived days keep their hours."""
    yesterday = clock.today() - datetime.timedelta(days=1)
    if ends_on < yesterday:
        raise Refused(
            _("Hari yang sudah lewat tetap memakai jam ini. Pilih tanggal mulai kemarin.")
        )
    if ends_on < hours.starts_on:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai."))
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=yesterday)
    if not WorkHours.objects.filter(standing, pk=hours.pk).update(ends_on=ends_on):
        raise MovedOn(_("Jam kerja ini sudah berakhir."))
    record_decision(
        hours,
        "end_hours",
        actor=actor,
        unit=hours.unit,
        reason=reason,
        before={"ends_on": hours.ends_on},
        after={"ends_on": ends_on},
    )


def _check_hours(starts_on, ends_on, days, legal_basis):
    if starts_on < clock.today():
        raise Refused(
            _("Jam kerja tidak dapat berlaku surut. Pilih tanggal mulai hari ini atau sesudahnya.")
        )
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("Tanggal akhir mendahului tanggal mulai."))
    if not legal_basis.strip():
        raise Refused(_("Sebutkan dasar hukumnya, misalnya Perpres 21/2023."))
    if not days:
        raise Refused(_("Isi jam paling sedikit untuk satu hari."))
    for start, end, break_minutes in days.values():
        if end <= start:
            raise Refused(_("Jam pulang harus sesudah jam masuk pada hari yang sama."))
        if break_minutes >= _minutes(start, end):
            raise Refused(_("Istirahat lebih lama daripada jam kerjanya."))


def _minutes(start, end):
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _write_days(hours, days):
    WorkHoursDay.objects.bulk_create(
        WorkHoursDay(hours=hours, weekday=weekday, start=start, end=end, break_minutes=pause)
        for weekday, (start, end, pause) in sorted(days.items())
    )


def _hours_facts(hours, days):
    return {
        "starts_on": hours.starts_on,
        "ends_on": hours.ends_on,
        "days": {
            str(weekday): f"{start:%H:%M}-{end:%H:%M}/{pause}"
            for weekday, (start, end, pause) in sorted(days.items())
        },
    }


def _recheck(date, unit):
    unit_ids = None if unit is None else [unit.pk]
    ask_rechecks(starts_on=date, ends_on=date, unit_ids=unit_ids)


def _root():
    """The unit without a parent: the city itself."""
    return Unit.objects.without_tree_fields().filter(parent__isnull=True).order_by("pk").first()


def _tell_people_at_home(holiday):
    at_home = Assignment.objects.filter(date=holiday.date, published=True)
    if holiday.unit_id:
        inside = unit_tree().descendants_of(holiday.unit_id, include_self=True)
        at_home = at_home.filter(
            employee__postings__unit_id__in=inside,
            employee__postings__kind="definitif",
            employee__postings__ends_on__isnull=True,
        )
    users = User.objects.filter(pk__in=at_home.values("employee__user_id"), is_active=True)
    notify(
        users,
        kind="holiday",
        link="/jadwal/",
        day=holiday.date,
        name=holiday.name,
    )
