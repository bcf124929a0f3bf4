"""Annual leave: what the year gives, what came over, and that nobody can grant more."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import Away, Holiday
from schedules.queries.leave import annual_leave_of, may_take_annual_leave_from
from schedules.services.away_requests import decide_away, request_away
from schedules.services.aways import record_away
from units.decisions import Refused
from units.models import Decision, Employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

DEC = [None, *(datetime.date(2026, 12, n) for n in range(1, 32))]


@pytest.fixture
def sari(city):
    """Sari has served for years and used all 12 days of 2025 but two."""
    Employee.objects.filter(pk=city.sari.pk).update(joined_on="2015-03-02")
    city.sari.refresh_from_db()
    taken(city, datetime.date(2025, 6, 2), datetime.date(2025, 6, 13))
    return city.sari


def taken(city, start, end, **over):
    """Put approved annual leave on record without any rule."""
    return Away.objects.create(
        employee=city.sari, starts_on=start, ends_on=end, recorded_by=city.hana.user,
        recorded_at="2026-01-02T02:00Z", **{"kind": "cuti", "leave_type": "tahunan"} | over,
    )  # fmt: skip


def ask(sari, start, end, leave_type="tahunan"):
    return request_away(
        sari, kind="cuti", leave_type=leave_type, starts_on=start, ends_on=end, actor=sari.user
    )


def of_2026(person):
    (leave, _asked), = annual_leave_of(person, DEC[14])  # fmt: skip
    return leave.given, leave.carried, leave.used, leave.left


def test_unused_days_come_over_and_working_days_are_counted(city, sari):
    assert of_2026(sari) == (12, 2, 0, 14)
    taken(city, datetime.date(2026, 3, 2), datetime.date(2026, 3, 8))
    assert of_2026(sari) == (12, 2, 5, 9)
    Holiday.objects.create(date=datetime.date(2026, 3, 4), name="Libur", kind="national")
    assert of_2026(sari) == (12, 2, 4, 10)


def test_at_most_six_days_come_over(city, sari):
    Away.objects.all().delete()
    assert of_2026(sari) == (12, 6, 0, 18)


def test_nothing_comes_over_from_a_year_not_served_in_full(city, sari):
    Employee.objects.filter(pk=sari.pk).update(joined_on="2025-01-02")
    sari.refresh_from_db()
    assert of_2026(sari) == (12, 0, 0, 12)


def test_other_leave_and_refused_leave_use_nothing(city, sari):
    taken(city, DEC[1], DEC[2], leave_type="penting")
    taken(city, DEC[3], DEC[4], status="refused")
    taken(city, DEC[1] - datetime.timedelta(days=20), DEC[1] - datetime.timedelta(days=18),
          kind="sakit", leave_type="")  # fmt: skip
    assert of_2026(sari) == (12, 2, 0, 14)


def test_the_last_day_is_granted_and_one_more_is_refused(city, sari):
    taken(city, datetime.date(2026, 3, 2), datetime.date(2026, 3, 13))  # 10 days
    assert of_2026(sari)[3] == 4
    before = Away.objects.count()
    with pytest.raises(Refused, match=r"Sisa cuti tahunan 2026 adalah 4 .* diminta 5 hari kerja"):
        ask(sari, DEC[14], DEC[18])
    assert Away.objects.count() == before
    assert ask(sari, DEC[14], DEC[17]).status == "requested"


def test_neither_the_superior_nor_unit_hr_can_grant_more(city, sari):
    first, second = ask(sari, DEC[14], DEC[22]), ask(sari, DEC[28], DEC[31])
    third = Away.objects.create(
        employee=sari, kind="cuti", leave_type="tahunan", status="requested",
        starts_on=datetime.date(2026, 12, 9), ends_on=DEC[11], recorded_by=sari.user,
        recorded_at="2026-12-07T02:00Z",
    )  # fmt: skip
    decide_away(first, accepted=True, reason="", actor=city.rudi.user)  # 7 days
    decide_away(second, accepted=True, reason="", actor=city.rudi.user)  # 4 days: 3 are left
    decide_away(third, accepted=True, reason="", actor=city.rudi.user)
    assert of_2026(sari) == (12, 2, 14, 0)
    fourth = taken(city, DEC[23], DEC[24], status="requested")
    decisions = Decision.objects.count()
    with pytest.raises(Refused, match="Sisa cuti tahunan 2026 adalah 0 hari kerja"):
        decide_away(fourth, accepted=True, reason="", actor=city.rudi.user)
    with pytest.raises(Refused, match="Sisa cuti tahunan 2026 adalah 0 hari kerja"):
        record_away(
            sari, kind="cuti", leave_type="tahunan", starts_on=DEC[25], ends_on=DEC[25],
            letter_number="851/1", actor=city.hana.user,
        )  # fmt: skip
    fourth.refresh_from_db()
    assert (fourth.status, Decision.objects.count()) == ("requested", decisions)
    assert ask(sari, DEC[29] - datetime.timedelta(days=4), DEC[25], "penting").status == "requested"


def test_days_on_both_sides_of_new_year_count_in_their_years(city, sari):
    found = annual_leave_of(sari, DEC[30], datetime.date(2027, 1, 5))
    assert [(leave.year, leave.carried, asked) for leave, asked in found] == [
        (2026, 2, 2), (2027, 6, 3),
    ]  # fmt: skip


def test_before_a_year_of_service_there_is_none(city, sari):
    Employee.objects.filter(pk=sari.pk).update(joined_on="2026-02-02")
    sari.refresh_from_db()
    assert may_take_annual_leave_from(sari.joined_on) == datetime.date(2027, 2, 2)
    with pytest.raises(Refused, match="mulai 2 Februari 2027"):
        ask(sari, DEC[14], DEC[14])


def test_who_asks_and_who_decides_read_what_is_left(city, sari, as_):
    words = "Cuti tahunan 2026: sisa 14 hari kerja (hak 12, sisa tahun lalu 2, terpakai 0;"
    assert words in as_(sari).get(reverse("schedules:away_request_new")).text
    away = ask(sari, DEC[14], DEC[15])
    page = reverse("schedules:away_request_detail", args=[away.pk])
    assert words in as_(sari).get(page).text
    assert words in as_(city.rudi).get(page).text
    assert as_(city.tono).get(page).status_code == 404


def test_one_request_over_new_year_carries_nothing_that_it_uses_itself(city, sari):
    """All of 2026 and what would have come over from it: the days exist once."""
    taken(city, datetime.date(2026, 1, 5), datetime.date(2026, 1, 6))  # the two from 2025
    before = Away.objects.count()
    with pytest.raises(Refused, match="Sisa cuti tahunan 2027 adalah 12 .* diminta 13 hari kerja"):
        ask(sari, DEC[16], datetime.date(2027, 1, 19))
    assert Away.objects.count() == before
    assert ask(sari, DEC[16], datetime.date(2027, 1, 18)).status == "requested"


def test_days_that_came_over_and_are_taken_already_are_not_given_twice(city, sari):
    """Six days of 2026 were granted for January 2027: December has them no more."""
    taken(city, datetime.date(2027, 1, 4), datetime.date(2027, 1, 27))  # 18 days
    assert of_2026(sari) == (12, 2, 6, 8)
    before = Away.objects.count()
    with pytest.raises(Refused, match="Sisa cuti tahunan 2026 adalah 8 .* diminta 9 hari kerja"):
        ask(sari, DEC[14], DEC[24])
    assert Away.objects.count() == before
    assert ask(sari, DEC[14], DEC[23]).status == "requested"


def test_where_no_posting_lets_days_be_counted_none_is_granted(city, sari):
    city.sari.postings.update(starts_on=DEC[21])
    before = Away.objects.count()
    with pytest.raises(Refused):
        record_away(
            sari, kind="cuti", leave_type="tahunan", starts_on=DEC[14], ends_on=DEC[31],
            letter_number="851/1", actor=city.hana.user,
        )  # fmt: skip
    assert Away.objects.count() == before
