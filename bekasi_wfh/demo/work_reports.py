"""The daily WFH reports of the days lived at home, in every state."""

import datetime

from attendance.models import WorkReport, WorkReportItem
from bekasi_wfh.demo.positions import ACTIVITIES, DEFAULT_ACTIVITIES
from bekasi_wfh.demo.rows import reset_sequences
from units import clock

DUE_DAYS = 2
RETURNS = (
    "Lampirkan tautan hasil pekerjaan.",
    "Sebutkan jumlah berkas yang selesai.",
    "Kegiatan belum sesuai rencana kerja, mohon diperbaiki.",
)
# Chances by age: two days and older, yesterday and the day before, today.
OLD = {"accepted": 86, "returned": 4, "submitted": 5, "draft": 2, "": 3}
FRESH = {"accepted": 38, "returned": 3, "submitted": 50, "draft": 5, "": 4}
TODAY = {"draft": 55, "": 45}


def seed_work_reports(city, diary, lived, chain):
    """Write the reports of the days lived at home with their items and decisions.

    Returns {(employee id, date)} of those accepted.
    """
    rng = city.draw("work reports")
    due = DueDates(diary.calendar)
    reports, items = [], []
    for day in lived:
        status = _status(city, rng, day)
        if not status:
            continue
        report = WorkReport(
            pk=len(reports) + 1, employee=day.employee, work_date=day.date, status=status
        )
        reports.append(report)
        items += _items(city, rng, report, day)
        if status == "draft":
            continue
        evening = clock.local(day.date, datetime.time(16, 5))
        report.submitted_at = evening + datetime.timedelta(minutes=rng.randint(0, 150))
        report.due_on = due.of(day.unit, day.date)
        if status in ("accepted", "returned"):
            _decide(city, rng, report, day, chain)
    WorkReport.objects.bulk_create(reports, batch_size=500)
    WorkReportItem.objects.bulk_create(items, batch_size=500)
    reset_sequences([WorkReport])
    return {(r.employee_id, r.work_date) for r in reports if r.status == "accepted"}


def _status(city, rng, day):
    age = (city.today - day.date).days
    if age == 0:
        chances = {"": 1} if day.employee.pk in city.special else TODAY
    else:
        chances = FRESH if age <= 2 else OLD
    return rng.choices(list(chances), weights=list(chances.values()))[0]


def _items(city, rng, report, day):
    work = city.work_of.get(day.unit.pk, "")
    pool = ACTIVITIES.get(work, DEFAULT_ACTIVITIES)
    done = report.status != "draft"
    items = []
    for planned, output, measure, usual in rng.sample(pool, min(len(pool), rng.choice((1, 2, 2)))):
        quantity = max(1, usual + rng.randint(-usual // 3, usual // 3))
        items.append(
            WorkReportItem(
                report=report,
                activity_number=f"EPK-{day.date.year}-{rng.randint(1000, 9999)}",
                planned=planned,
                output=output if done else "",
                quantity=quantity if done else None,
                unit_of_measure=measure if done else "",
                evidence_url=f"https://berkas.example/{rng.getrandbits(40):010x}"
                if done and rng.random() < 0.7
                else "",
            )
        )
    return items


def _decide(city, rng, report, day, chain):
    boss = city.superior_of(day.employee, day.unit)
    date = min(day.date + datetime.timedelta(days=rng.choice((1, 1, 1, 2))), city.today)
    at = clock.local(date, datetime.time(7, 40)) + datetime.timedelta(minutes=rng.randint(0, 45))
    report.decided_by, report.decided_at = boss, at
    if report.status == "returned":
        report.return_reason = rng.choice(RETURNS)
    chain.add(
        report,
        "accept_work_report" if report.status == "accepted" else "return_work_report",
        actor=boss,
        at=at,
        unit=day.unit,
        reason=report.return_reason,
        before={"status": "submitted"},
        after={"status": report.status, "work_date": day.date},
    )


class DueDates:
    """The last working day on which a superior may examine in time, remembered by unit and day."""

    def __init__(self, calendar):
        self.calendar = calendar
        self._known = {}

    def of(self, unit, submitted_on):
        key = (unit.pk, submitted_on)
        if key not in self._known:
            first = submitted_on + datetime.timedelta(days=1)
            last = min(submitted_on + datetime.timedelta(days=30), self.calendar.end)
            days = self.calendar.working_days(unit.pk, first, last)
            self._known[key] = days[DUE_DAYS - 1]
        return self._known[key]
