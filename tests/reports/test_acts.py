"""What was called, asked, ordered, indicated and warned of in the week of the small city, by hand.

Sari is called three times on Tuesday: answered in time, answered late, missed. Tono asks for a
correction of Wednesday that is refused, Umar for two that are accepted and wait. Sari's request
for review of Monday was due on Wednesday and is not answered; her swap with Tono was approved.
Tono's day of Wednesday was taken back to the office and the recall cancelled.
"""

import datetime

import pytest
from django.utils import timezone

from attendance.models import (
    Correction,
    DisciplineWarning,
    Indication,
    IndicationCase,
    ResponseAnswer,
    ResponseCheck,
)
from reports.measures import CONDUCT
from reports.models import Report
from reports.queries.sections import SECTIONS, penalty_of
from reports.services.weekly import build_week
from schedules.models import Emergency, EmergencyTerm, Recall, RecalledDay, ReviewRequest, Swap
from tests.reports.conftest import MON, SUN, THU, TUE, WED, WEEK, at

ACTS = {
    "calls": 3, "calls_in_time": 1, "calls_late": 1, "calls_missed": 1, "calls_waiting": 0,
    "calls_not_counted": 0,
    "corrections": 3, "corrections_accepted": 1, "corrections_refused": 1,
    "corrections_waiting": 1, "corrections_withdrawn": 0,
    "reviews": 2, "reviews_granted": 0, "reviews_refused": 0, "reviews_waiting": 1,
    "reviews_ended": 1, "reviews_late": 1,
    "swaps": 2, "swaps_approved": 1, "swaps_refused": 0, "swaps_expired": 1, "swaps_ended": 0,
    "swaps_open": 0,
    "recalls": 1, "recalls_in_force": 0, "recalls_cancelled": 1, "emergency_days": 1,
    "indications": 2, "indications_confirmed": 1, "indications_dismissed": 1,
    "indications_waiting": 0,
    "warnings": 3, "warnings_light": 1, "warnings_medium": 1, "warnings_heavy": 1,
    "warnings_open": 2, "warnings_acknowledged": 1, "warnings_lapsed": 0,
}  # fmt: skip


def call(city, number, answered=None):
    made = ResponseCheck.objects.create(
        employee=city.sari, unit=city.division, work_date=TUE, number=number,
        called_by=city.rudi.user, called_at=at(TUE, 9), due_at=at(TUE, 10), explain_by=WED,
    )  # fmt: skip
    if answered:
        ResponseAnswer.objects.create(call=made, answered_at=answered)


def correction(city, name, day, status):
    decided = {"decided_by": city.rudi.user, "decided_at": at(THU)}
    Correction.objects.create(
        employee=getattr(city, name), work_date=day, kind="forgot", reason="Lupa", status=status,
        asked_by=getattr(city, name).user, asked_at=at(day),
        **(decided if status in ("accepted", "refused") else {}),
    )  # fmt: skip


def review(city, week, day, status, due_on):
    ReviewRequest.objects.create(
        employee=city.sari, unit=city.division, plan=week.plan, day=day, asked_place="wfh",
        reason="Mohon", status=status, asked_at=at(MON, 23), due_on=due_on,
        turn_since=at(MON), turn_due_on=due_on,
    )  # fmt: skip


def swap(city, week, give_on, **values):
    Swap.objects.create(
        plan=week.plan, asker=city.sari, give_on=give_on, take_on=WED, asked_at=at(SUN, 8),
        expires_on=SUN, **values,
    )  # fmt: skip


@pytest.fixture
def acts(city, week):
    call(city, 1, at(TUE, 9))
    call(city, 2, at(TUE, 11))
    call(city, 3)
    correction(city, "tono", WED, "refused")
    correction(city, "umar", MON, "accepted")
    correction(city, "umar", TUE, "waiting")
    review(city, week, MON, "waiting", WED)
    review(city, week, TUE, "withdrawn", WED)
    swap(city, week, TUE, status="approved", partner=city.tono, taken_at=at(SUN, 9),
         decided_by=city.rudi.user, decided_at=at(SUN, 10))  # fmt: skip
    swap(city, week, THU, status="expired")
    recall = Recall.objects.create(
        unit=city.division, date=WED, reason="Rapat", ordered_by=city.rudi.user, ordered_at=at(TUE)
    )
    RecalledDay.objects.create(
        recall=recall, employee=city.tono, date=WED, status="cancelled", cancelled_at=at(TUE),
        cancel_reason="Rapat batal",
    )  # fmt: skip
    flood = Emergency.objects.create(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=THU, starts_on=THU,
        ends_on=THU, head_count=1, declared_by=city.wati.user, declared_at=at(WED),
        changed_at=at(WED),
    )  # fmt: skip
    EmergencyTerm.objects.create(emergency=flood, employee=city.sari, starts_on=THU, ends_on=THU)
    indication = Indication.objects.create(
        kind="same_point", subject="x", month=datetime.date(2026, 11, 1), starts_on=MON,
        ends_on=TUE, found_at=at(TUE),
    )  # fmt: skip
    for name, unit, outcome in (("sari", city.division, "coached"), ("umar", None, "no_ground")):
        IndicationCase.objects.create(
            indication=indication, employee=getattr(city, name), unit=unit, told_at=at(WED, 2),
            answer_due_on=THU, outcome=outcome, reason="Sudah diperiksa",
            decided_by=city.dewi.user, decided_at=at(THU),
        )  # fmt: skip
    for step, basis, status in (
        (3, "cumulative", "open"), (11, "cumulative", "open"), (10, "consecutive", "acknowledged"),
    ):  # fmt: skip
        done = {"acknowledged_by": city.rudi.user, "acknowledged_at": at(THU)}
        DisciplineWarning.objects.create(
            employee=city.tono, unit=city.division, year=2026, basis=basis, step=step,
            level="near", count=2, status=status, raised_at=at(SUN, 23),
            **(done if status == "acknowledged" else {}),
        )  # fmt: skip
    return week


def figures_of(unit):
    return Report.objects.filter(unit=unit).latest("version").figures


def test_the_acts_of_the_city_by_hand(city, acts):
    build_week(WEEK)
    totals = figures_of(city.root)["totals"]
    assert {key: totals[key] for key in ACTS} == ACTS


def test_each_act_stands_at_its_unit_and_day(city, acts):
    build_week(WEEK)
    figures = figures_of(city.root)
    by_unit = {row["unit"]["code"]: row for row in figures["units"]}
    assert [by_unit[code]["corrections"] for code in ("BAPPELITBANGDA", "DISDUKCAPIL")] == [1, 2]
    assert [by_unit[code]["indications"] for code in ("BAPPELITBANGDA", "DISDUKCAPIL")] == [1, 1]
    assert by_unit["BKPSDM"]["calls"] == 0
    by_day = {
        key: [row[key] for row in figures["days"]]
        for key in ("calls", "corrections", "reviews", "swaps", "recalls", "warnings",
                    "emergency_days", "indications")
    }  # fmt: skip
    assert by_day == {
        "calls": [0, 3, 0, 0, 0, 0, 0],
        "corrections": [1, 1, 1, 0, 0, 0, 0],
        "reviews": [2, 0, 0, 0, 0, 0, 0],
        "swaps": [0, 0, 0, 0, 0, 0, 2],
        "recalls": [0, 0, 1, 0, 0, 0, 0],
        "warnings": [0, 0, 0, 0, 0, 0, 3],
        "emergency_days": [0, 0, 0, 1, 0, 0, 0],
        "indications": [0, 0, 2, 0, 0, 0, 0],
    }


def test_an_act_of_another_week_is_not_counted(city, acts):
    Correction.objects.filter(employee=city.umar).update(
        work_date=MON - datetime.timedelta(days=1), status="withdrawn", decided_by=None
    )
    Swap.objects.update(asked_at=timezone.make_aware(datetime.datetime(2026, 12, 7, 0, 0)))
    build_week(WEEK)
    totals = figures_of(city.root)["totals"]
    assert (totals["corrections"], totals["swaps"], totals["reviews"]) == (1, 0, 2)


def test_an_answer_in_time_is_not_late_and_one_after_it_is(city, acts):
    waiting = ReviewRequest.objects.filter(status="waiting")
    for answered, late in ((at(WED, 23), 0), (at(THU, 1), 1)):
        waiting.update(answered_at=answered)
        ReviewRequest.objects.filter(answered_at__isnull=False).update(
            status="granted", answered_by=city.dewi.user, answer="Ya"
        )
        build_week(WEEK)
        totals = figures_of(city.root)["totals"]
        assert (totals["reviews_granted"], totals["reviews_late"]) == (1, late)
        ReviewRequest.objects.filter(status="granted").update(
            status="waiting", answered_by=None, answer=""
        )


@pytest.mark.parametrize(
    ("basis", "step", "measure"),
    [
        ("cumulative", 3, "warnings_light"), ("cumulative", 7, "warnings_light"),
        ("cumulative", 11, "warnings_medium"), ("cumulative", 17, "warnings_medium"),
        ("cumulative", 21, "warnings_heavy"), ("consecutive", 10, "warnings_heavy"),
    ],
)  # fmt: skip
def test_the_degree_of_a_step(basis, step, measure):
    assert penalty_of(basis, step) == measure


def test_each_section_asks_once(city, acts, django_assert_num_queries):
    for section in SECTIONS:
        with django_assert_num_queries(1):
            list(section(MON, SUN))


def test_the_council_reads_conduct_for_the_whole_city_alone(city, acts, as_):
    build_week(WEEK)
    report = Report.objects.get(unit=city.root)
    seen = as_(city.komisi).get(f"/laporan/{report.pk}/").context["document"].figures
    assert {key: seen["totals"][key] for key in CONDUCT} == {key: ACTS[key] for key in CONDUCT}
    for row in (*seen["units"], *seen["days"]):
        assert not set(CONDUCT) & set(row)
