"""What the nights found: days asked about and decided on, indications with an answer, warnings."""

import datetime

from attendance.models import AbsenceFinding, IndicationCase, ResponseCheck
from attendance.services.absences import answer_absence, ask_about_absences, decide_absence
from attendance.services.discipline import watch_discipline
from attendance.services.response_checks import answer_call, call_people, explain_call
from attendance.services.signals import answer_indication, decide_indication, scan_day
from bekasi_wfh.demo.chain import living_at
from units import clock
from units.access import scope_for
from units.queries.people import may_decide_for, superiors_of

ASKED_DAYS_AGO = 9
SCANNED_DAYS_AGO = (15, 8, 1)
DECIDED = 12
ANSWERED = 5
MOST_CALLED = 12
# Minutes after which a call was answered; None: not at all.
CALL_ANSWERED_AFTER = (1, 2, None, 3, 9, None)
ANSWERS = (
    "Ponsel saya rusak; saya bekerja di ruangan sampai sore.",
    "Mengantar orang tua ke rumah sakit, surat menyusul.",
    "Lupa presensi karena langsung menuju lokasi rapat.",
)


def seed_watch(city):
    """Live the nights of the watch; everything goes through the services of the third room."""
    with living_at(clock.local(city.days_before(ASKED_DAYS_AGO), datetime.time(5, 30))):
        ask_about_absences()
        _answer(AbsenceFinding.objects.order_by("pk")[:ANSWERED], answer_absence)
    for ago in SCANNED_DAYS_AGO:
        day = city.days_before(ago)
        with living_at(clock.local(day + datetime.timedelta(days=1), datetime.time(0, 50))):
            scan_day(day)
    with living_at(clock.local(city.days_before(1), datetime.time(14))):
        _answer(IndicationCase.objects.order_by("pk")[:ANSWERED], answer_indication)
        _decide()
        watch_discipline()
    with living_at(clock.local(city.today, datetime.time(5, 30))):
        ask_about_absences()


def _answer(rows, service):
    for number, one in enumerate(rows.select_related("employee__user")):
        if one.employee.user is not None:
            service(one, answer=ANSWERS[number % len(ANSWERS)], actor=one.employee.user)


def _superior(one):
    # The Sekda hears of people above whom nobody stands, and decides for heads alone.
    accounts = superiors_of(one.employee, clock.today())
    return next((a for a in accounts if may_decide_for(scope_for(a), one.employee)), None)


def _decide():
    findings = AbsenceFinding.objects.filter(
        outcome="open", answer_due_on__lt=clock.today()
    ).select_related("employee", "unit")
    for number, one in enumerate(findings.order_by("pk")[:DECIDED]):
        superior = _superior(one)
        if superior is not None:
            confirmed = number % 3 != 0
            reason = "Tidak hadir dan tidak ada surat." if confirmed else "Terlihat di kantor."
            decide_absence(one, confirmed=confirmed, reason=reason, actor=superior)
    case = IndicationCase.objects.filter(answered_at__isnull=False).order_by("pk").first()
    superior = case and _superior(case)
    if superior is not None:
        decide_indication(
            case, outcome="no_ground", reason="Presensi dari komputer kantor.", actor=superior
        )


def seed_response_checks(city, lived):
    """Call a few people on the last day that was lived at home: in time, late, missed, explained.

    `lived` are the days lived at home, with `employee` and `date`; calls go through the services.
    """
    past = [day for day in lived if day.date < city.today and day.employee.user_id]
    last = max((day.date for day in past), default=None)
    people = [day.employee for day in past if day.date == last]
    called = 0
    for employee in sorted(people, key=lambda one: one.pk):
        if called == MOST_CALLED:
            return
        with living_at(clock.local(last, datetime.time(10))):
            superior = next(iter(superiors_of(employee, last)), None)
            if superior is None:
                continue
            ((_person, refused),) = call_people([employee.pk], note="", actor=superior)
        if refused:
            continue
        check = ResponseCheck.objects.filter(employee=employee).latest("pk")
        minutes = CALL_ANSWERED_AFTER[called % len(CALL_ANSWERED_AFTER)]
        if minutes is not None:
            with living_at(check.called_at + datetime.timedelta(minutes=minutes)):
                answer_call(check, actor=employee.user)
        elif called % 2:
            with living_at(check.called_at + datetime.timedelta(minutes=30)):
                explain_call(check, text="Sinyal di rumah terputus.", actor=employee.user)
        called += 1
