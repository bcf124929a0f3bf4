"""Planning runs of odd records, through the page: a clear sentence or a clash, never a fault."""

import datetime
from html import unescape

import pytest
from django.urls import reverse

from schedules.models import Assignment, Floor, Holiday, Period, Plan, PlanningRun, WorkHours
from tests.conftest import make_employee
from units.models import Classification, Posting, Unit

D = datetime.date
DAY = datetime.timedelta(days=1)


@pytest.fixture
def asked(
    city, period, known_holidays, eager, monday, as_, django_capture_on_commit_callbacks, settings
):
    """Ask for a run on the page; return the text of the page that it leads to."""
    settings.DEBUG_PROPAGATE_EXCEPTIONS = True
    client = as_(city.wati)

    def asked(agency, at=period):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(
                reverse("schedules:run_new"), {"period": at.pk, "agency": agency.pk}
            )
        if answer.status_code == 302:
            answer = client.get(answer.url)
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return asked


def plan_page(client):
    answer = client.get(reverse("schedules:plan_detail", args=[Plan.objects.get().pk]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def nothing_is_planned():
    return not Plan.objects.exists() and not Assignment.objects.exists()


def test_a_period_without_a_working_day(city, policy, asked):
    week = Period.objects.create(
        name="Libur panjang", starts_on=D(2027, 1, 11), ends_on=D(2027, 1, 17)
    )
    for n in range(7):
        Holiday.objects.create(date=week.starts_on + n * DAY, name="Libur", kind="joint_leave")
    assert "Tidak ada hari kerja dalam periode ini." in asked(city.agency, week)
    assert nothing_is_planned()


def test_a_week_without_a_working_day_among_others(city, policy, asked, as_):
    for n in range(7):
        Holiday.objects.create(date=D(2026, 12, 14) + n * DAY, name="Libur", kind="joint_leave")
    assert "5 pegawai memenuhi syarat" in asked(city.agency)
    days = Plan.objects.get().problem["days"]
    assert len(days) == 15
    assert not any("2026-12-14" <= day <= "2026-12-20" for day in days)
    assert "Terbukti" in plan_page(as_(city.wati))


def test_an_agency_without_people(city, policy, asked):
    empty = Unit.objects.create(code="KOSONG", name="Badan Kosong", level="opd", parent=city.root)
    assert "Unit ini tidak mempunyai pegawai pada awal periode." in asked(empty)
    assert nothing_is_planned()


def test_an_agency_of_one_person(city, policy, asked, as_):
    alone = Unit.objects.create(code="SATU", name="Badan Satu", level="opd", parent=city.root)
    make_employee("199501012019031099", "Seorang Diri", alone, city.positions.clerk)
    given = Classification.objects.get(unit=city.agency)
    given.pk, given.unit = None, alone
    given.save()
    text = asked(alone)
    # Half of one person is nobody: the share at home leaves no day, and the page says so.
    assert "1 pegawai memenuhi syarat, 0 hari WFH." in text
    page = plan_page(as_(city.wati))
    assert "Badan Satu" in page
    assert Plan.objects.get().solution["home"] == {
        str(Posting.objects.get(unit=alone).employee_id): []
    }


def test_a_floor_above_the_headcount_is_a_clash_in_words(city, policy, asked, as_):
    Floor.objects.create(policy=policy, unit=city.division, text="Loket", on_site=99)
    asked(city.agency)
    page = plan_page(as_(city.wati))
    assert (
        "Loket: pada Senin, 7 Desember dibutuhkan 99 orang di kantor, tetapi hanya 3 dari 3 orang"
        " yang tersedia." in page
    )
    inside = Posting.objects.filter(unit=city.division).values("employee")
    assert Assignment.objects.exists()
    assert not Assignment.objects.filter(employee__in=inside).exists()


def test_without_hours_on_record_days_are_planned_all_the_same(city, policy, asked):
    assert not WorkHours.objects.exists()
    assert "5 pegawai memenuhi syarat" in asked(city.agency)


def test_without_a_calendar_nothing_begins(city, policy, asked):
    Holiday.objects.all().delete()
    assert "Hari libur tahun 2026 belum dimuat" in asked(city.agency)
    assert not PlanningRun.objects.exists()
    assert nothing_is_planned()


def test_without_a_classification_everybody_works_at_the_office(city, policy, asked):
    Classification.objects.all().delete()
    text = asked(city.agency)
    assert "Tidak ada pegawai yang memenuhi syarat WFH. Sebab terbanyak:" in text
    assert "belum" in text.split("Sebab terbanyak:")[1][:120]
    assert nothing_is_planned()


def test_without_a_policy_nothing_is_planned(city, asked):
    assert "Belum ada kebijakan yang berlaku bagi unit ini." in asked(city.agency)
    assert nothing_is_planned()


def test_the_longest_period_is_planned(city, policy, asked):
    long = Period.objects.create(name="Triwulan", starts_on=D(2027, 1, 4), ends_on=D(2027, 4, 25))
    Holiday.objects.create(date=D(2027, 3, 28), name="Libur", kind="national")
    text = asked(city.agency, long)
    assert "5 pegawai memenuhi syarat" in text
    assert len(Plan.objects.get().problem["days"]) == 80
    assert Plan.objects.get().solution["status"] == "optimal"


@pytest.mark.parametrize(
    ("weeks", "sentence"),
    [("16", "lebih kecil dari atau sama dengan 13"), ("0", "lebih besar dari atau sama dengan 1")],
)
def test_the_page_of_periods_refuses_other_lengths(city, as_, monday, weeks, sentence):
    url = reverse("schedules:period_list")
    answer = as_(city.wati).post(url, {"starts_on": "2027-01-04", "weeks": weeks})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Period.objects.exists()


@pytest.mark.parametrize("values", [{"period": "x", "agency": "y"}, {"period": "0"}])
def test_a_malformed_form_starts_nothing(city, policy, period, monday, as_, values):
    answer = as_(city.wati).post(reverse("schedules:run_new"), values)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not PlanningRun.objects.exists()
