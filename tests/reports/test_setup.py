"""The steps for BKPSDM and the public front page, from real state."""

import datetime

import pytest
from django.urls import reverse

from reports.queries.setup import setup_steps
from schedules.models import Holiday, Period, Plan, WorkHours
from tests.conftest import make_user
from units.models import Classification, Place, RoleGrant, Unit

KEYS = [
    "units", "positions", "employees", "roles", "places", "classification", "hours",
    "holidays", "policy", "period", "plan", "submit", "approve", "publish",
]  # fmt: skip


def states():
    return {step.key: step.state for step in setup_steps()}


def test_an_empty_database_starts_with_the_units(db, monday, client):
    user = make_user("bkpsdm")
    RoleGrant.objects.create(user=user, role="bkpsdm", starts_on=datetime.date(2026, 1, 1))
    assert [step.key for step in setup_steps()] == KEYS
    assert states() == dict.fromkeys(KEYS, "later") | {"units": "next"}
    client.force_login(user)
    page = client.get(reverse("reports:setup")).content.decode()
    assert "0 dari 14 langkah selesai" in page
    assert f'href="{reverse("units:import_new", args=["units"])}"' in page
    assert page.count('aria-current="step"') == 1


def test_each_step_is_done_by_what_stands_in_the_records(city, monday, policy):
    everything = states()
    assert [key for key in KEYS if everything[key] == "done"] == [
        "units", "positions", "employees", "policy",
    ]  # fmt: skip
    assert everything["roles"] == "next"
    for agency in (city.service, city.personnel):
        RoleGrant.objects.create(user=city.hana.user, role="unit_hr", unit=agency, starts_on=monday)
    assert states()["places"] == "next"
    Place.objects.create(unit=city.root, name="Balai Kota", latitude=-6.2, longitude=107)
    assert (states()["classification"], states()["hours"]) == ("partly", "next")
    Classification.objects.create(
        unit=city.personnel, service_class="back_office", doable_off_site=True,
        no_special_equipment=True, uses_ict=True, little_face_to_face=True,
        no_constant_supervision=True, reason="a", legal_basis="b", starts_on=monday,
        decided_by=city.wati.user, decided_at=datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    assert (states()["classification"], states()["hours"]) == ("done", "next")
    WorkHours.objects.create(
        name="Normal", working_week=5, legal_basis="Perpres 21/2023", starts_on=monday
    )
    assert states()["holidays"] == "next"
    Holiday.objects.create(date=datetime.date(2026, 12, 25), name="Natal", kind="national")
    assert states()["period"] == "next"
    period = Period.objects.create(
        name="Periode 13", starts_on=monday, ends_on=monday + datetime.timedelta(days=27)
    )
    (holidays,) = (step for step in setup_steps() if step.key == "holidays")
    assert (holidays.state, holidays.found) == ("next", "belum dimuat: 2027")
    Holiday.objects.create(date=datetime.date(2027, 1, 1), name="Tahun Baru", kind="national")
    assert states()["plan"] == "next"
    plan = Plan.objects.create(
        agency=city.agency, period=period, policy=policy, status="draft", problem={},
        problem_hash="x", solution={}, created_by=city.wati.user,
        created_at=datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    for status, following in (
        ("draft", "submit"),
        ("submitted", "approve"),
        ("approved", "publish"),
    ):
        Plan.objects.filter(pk=plan.pk).update(status=status)
        assert states()[following] == "next"
    Plan.objects.filter(pk=plan.pk).update(status="published")
    assert set(states().values()) == {"done"}


def test_an_agency_is_classified_by_itself_or_in_each_part(city, monday):
    def found():
        return next(step.found for step in setup_steps() if step.key == "classification")

    rest = "belum ditetapkan: pegawainya bekerja di kantor sampai ditetapkan."
    assert found() == f"2 dari 3 perangkat daerah. 1 {rest}"
    Classification.objects.all().delete()
    assert found() == "0 dari 3 perangkat daerah"
    assert states()["classification"] == "later"
    for unit, expected in ((city.division, 0), (city.other_division, 1)):
        Classification.objects.create(
            unit=unit, service_class="back_office", doable_off_site=True,
            no_special_equipment=True, uses_ict=True, little_face_to_face=True,
            no_constant_supervision=True, reason="a", legal_basis="b", starts_on=monday,
            decided_by=city.wati.user,
            decided_at=datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC),
        )  # fmt: skip
        told = f"1 dari 3 perangkat daerah. 2 {rest}" if expected else "0 dari 3 perangkat daerah"
        assert found() == told


@pytest.mark.parametrize("more", [0, 3])
def test_queries_of_the_steps(city, monday, policy, more, django_assert_num_queries):
    for number in range(more):
        Unit.objects.create(code=f"X{number}", name="Dinas", level="opd", parent=city.root)
    with django_assert_num_queries(17):
        setup_steps()


def test_only_bkpsdm_sees_the_steps(city, as_, monday):
    for who, status in (("wati", 200), ("dewi", 403), ("laras", 403), ("sari", 403)):
        assert as_(getattr(city, who)).get(reverse("reports:setup")).status_code == status


def test_the_front_page_tells_what_the_portal_is(client, db, monday):
    page = client.get("/")
    html = page.content.decode()
    assert page.status_code == 200
    assert len(page.content) < 40 * 1024
    assert "<script" not in html
    assert html.count("<h3>") == 4
    assert f'href="{reverse("account_login")}"' in html
    assert "SP4N-LAPOR!" in html
    assert "Belum ada rencana rotasi yang terbit untuk hari ini." in html


@pytest.mark.parametrize(
    ("status", "told"), [("draft", 0), ("submitted", 0), ("approved", 0), ("published", 1)]
)
def test_the_front_page_counts_published_plans_and_names_nobody(city, plan, client, status, told,
                                                                 time_machine):  # fmt: skip
    time_machine.move_to(datetime.datetime(2026, 12, 2, 3, tzinfo=datetime.UTC), tick=False)
    Plan.objects.update(status=status)
    html = client.get("/").content.decode()
    assert ("<b>1 perangkat daerah</b>" in html) is bool(told)
    assert ("Seluruh pegawai bekerja di kantor" in html) is not bool(told)
    assert [n for n in ("Sari Wulandari", "Bappelitbangda", "Badan Perencanaan") if n in html] == []
