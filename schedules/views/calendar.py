"""Pages of the working calendar and of working hours. Everyone reads; BKPSDM decides."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.calendar import (
    USUAL_HOURS,
    EndHoursForm,
    HolidayForm,
    HoursForm,
    WithdrawForm,
    YearForm,
    usual_hours,
)
from schedules.models import Holiday, WorkHours
from schedules.queries.hours import hours_list as all_hours
from schedules.queries.month_grid import year_of
from schedules.queries.policy_text import WEEKDAYS
from schedules.services.calendar import (
    change_hours,
    declare_holiday,
    end_hours,
    load_national_holidays,
    set_hours,
    withdraw_holiday,
)
from units import clock
from units.access import requires, units_visible_to
from units.decisions import MovedOn, Refused
from units.models import Unit

YEARS = range(2024, 2101)
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def is_city_hr(scope):
    """BKPSDM keeps calendar and hours."""
    return scope.is_city_hr


@require_GET
def calendar(request):
    year = _number(request.GET.get("tahun"), clock.today().year)
    units = units_visible_to(request.scope).filter(closed_on__isnull=True).order_by("code")
    wanted = _number(request.GET.get("unit"), request.scope.own_unit_id)
    unit = units.filter(pk=wanted).first() or units.filter(parent__isnull=True).first()
    if year not in YEARS or unit is None:
        year, unit = clock.today().year, unit or units.first()
    context = {"unit": unit, "year": year, "years": [year - 1, year, year + 1]}
    if unit is not None:
        months, total = year_of(unit, year)
        shown = units.filter(level__in=[Unit.Level.CITY, *Unit.AGENCY_LEVELS]) | units.filter(
            pk=unit.pk
        )
        context |= {"months": months, "working_days": total, "units": shown}
    context |= {"today": clock.today(), "year_form": YearForm(initial={"year": year})}
    return render(request, "schedules/calendar.html", context)


@READ_AND_WRITE
@requires(is_city_hr)
def holiday_new(request):
    form = HolidayForm(request.POST or None, initial={"date": request.GET.get("tanggal", "")})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            holiday = declare_holiday(values.pop("date"), actor=request.user, **values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” dicatat.") % {"name": holiday.name})
            return redirect("schedules:calendar")
    return render(request, "schedules/calendar_holiday.html", {"form": form})


@READ_AND_WRITE
@requires(is_city_hr)
def holiday_withdraw(request, pk):
    holiday = get_object_or_404(Holiday.objects.select_related("unit"), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_holiday(holiday, actor=request.user, **form.cleaned_data)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” dihapus.") % {"name": holiday.name})
            return redirect("schedules:calendar")
    context = {"form": form, "holiday": holiday}
    return render(request, "schedules/calendar_withdraw.html", context)


@require_POST
@requires(is_city_hr)
def holidays_load(request):
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tahun tidak dikenal. Tidak ada yang berubah."))
        return redirect("schedules:calendar")
    year = form.cleaned_data["year"]
    try:
        changed = load_national_holidays(year, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext(
            "%(n)s hari libur tahun %(year)s dimuat atau diperbarui.",
            "%(n)s hari libur tahun %(year)s dimuat atau diperbarui.",
            changed,
        )
        if not changed:
            text = _("Hari libur tahun %(year)s sudah lengkap; tidak ada yang berubah.")
        messages.success(request, text % {"n": changed, "year": year})
    response = redirect("schedules:calendar")
    response["Location"] += f"?tahun={year}"
    return response


@require_GET
def hours_list(request):
    context = {
        "rows": all_hours(clock.today()),
        "usual": [(key, title) for key, (title, *_rest) in USUAL_HOURS.items()],
        "weekdays": dict(WEEKDAYS),
    }
    return render(request, "schedules/hours.html", context)


@READ_AND_WRITE
@requires(is_city_hr)
def hours_new(request):
    initial = {"starts_on": clock.today()} | usual_hours(request.GET.get("susunan", ""))
    form = HoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            hours = set_hours(actor=request.user, **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” disimpan.") % {"name": hours.name})
            return redirect("schedules:hours_list")
    return render(request, "schedules/hours_form.html", {"form": form, "hours": None})


@READ_AND_WRITE
@requires(is_city_hr)
def hours_edit(request, pk):
    hours = get_object_or_404(WorkHours, pk=pk)
    initial = {name: getattr(hours, name) for name in HoursForm.base_fields if name != "unit"}
    initial["unit"] = hours.unit_id
    for day in hours.days.all():
        initial |= {
            f"start_{day.weekday}": day.start,
            f"end_{day.weekday}": day.end,
            f"break_{day.weekday}": day.break_minutes,
        }
    form = HoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_hours(hours, actor=request.user, **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” diubah.") % {"name": hours.name})
            return redirect("schedules:hours_list")
    return render(request, "schedules/hours_form.html", {"form": form, "hours": hours})


@READ_AND_WRITE
@requires(is_city_hr)
def hours_end(request, pk):
    hours = get_object_or_404(WorkHours, pk=pk)
    form = EndHoursForm(request.POST or None, initial={"ends_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_hours(hours, actor=request.user, **form.cleaned_data)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Akhir “%(name)s” dicatat.") % {"name": hours.name})
            return redirect("schedules:hours_list")
    return render(request, "schedules/hours_end.html", {"form": form, "hours": hours})


def _number(text, default):
    """The whole number in a parameter of the address, or the default."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 10 else default
