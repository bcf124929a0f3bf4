"""The pages of policies, calendar, hours, periods and runs: forms that act, and few queries."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import Floor, Holiday, Period, Plan, PlanningRun, Policy, WorkHours
from schedules.services.runs import request_planning_run

from .conftest import make_hours, make_policy

D = datetime.date
pytestmark = pytest.mark.usefixtures("monday")

POLICY = {
    "name": "Kebijakan WFH", "legal_basis": "SE 1/2026", "starts_on": "2026-12-14",
    "mode": "rotation", "target_per_week": "1", "most_per_week": "2", "least_per_week": "0",
    "desirable_weekdays": ["0", "4"], "desirable_band": "1", "spread": "on",
    "share_percent": "40", "waiting_days": "90", "exclude_discipline": "on",
    "excluded_echelons": ["II.b"], "report_due_days": "2", "review_days": "3",
    "division_level": "on", "acknowledgement": "publication",
    "remind_after_days": "2", "escalate_after_days": "4",
}  # fmt: skip


def test_from_draft_to_force_by_forms_alone(city, as_):
    client = as_(city.wati)
    new = client.post(reverse("schedules:policy_new"), POLICY | {"unit": city.root.pk})
    policy = Policy.objects.get()
    page = reverse("schedules:policy_detail", args=[policy.pk])
    assert (new.status_code, new.url) == (302, page)
    assert (str(policy.share_at_home), policy.excluded_echelons, policy.desirable_weekdays) == (
        "0.40", ["II.b"], [0, 4]
    )  # fmt: skip
    client.post(
        reverse("schedules:floor_new", args=[policy.pk]),
        {"unit": city.division.pk, "on_site": "2", "text": "Dua orang", "weekdays": ["0"]},
    )
    assert Floor.objects.values_list("text", "weekdays").get() == ("Dua orang", [0])
    client.post(
        reverse("schedules:policy_edit", args=[policy.pk]), POLICY | {"share_percent": "50"}
    )
    client.post(reverse("schedules:policy_put_in_force", args=[policy.pk]), {"reason": "Arahan"})
    policy.refresh_from_db()
    assert (policy.status, str(policy.share_at_home)) == ("in_force", "0.50")
    shown = client.get(page).content.decode()
    assert "Bidang Ekonomi: paling sedikit 2 orang di kantor, Senin." in shown
    assert "Ubah</a>" not in shown


def test_contradictions_come_back_on_the_form_and_nothing_is_kept(city, as_):
    page = as_(city.wati).post(
        reverse("schedules:policy_new"), POLICY | {"unit": city.root.pk, "most_per_week": "3"}
    )
    assert "PermenPANRB 4/2025 Pasal 13" in page.content.decode()
    assert not Policy.objects.exists()


def test_stored_text_comes_out_inert(city, as_):
    policy = make_policy(city.agency, city.wati.user, name="<script>x()</script>")
    Floor.objects.create(policy=policy, unit=city.division, text="<img src=x>", on_site=1)
    shown = as_(city.sari).get(reverse("schedules:policy_detail", args=[policy.pk])).content
    assert b"<script>x()" not in shown
    assert b"<img src=x" not in shown


def test_the_lists_take_the_same_queries_with_one_and_three_rows(
    city, as_, django_assert_num_queries
):
    client = as_(city.wati)
    make_policy(city.root, city.wati.user)
    make_hours()
    for name, count in (("policy_list", 7), ("hours_list", 7)):
        with django_assert_num_queries(count):
            client.get(reverse(f"schedules:{name}"))
    make_policy(city.agency, city.wati.user)
    make_policy(city.service, city.wati.user)
    for n in range(2):
        make_hours(f"Jam {n}", unit=city.agency)
    for name, count in (("policy_list", 7), ("hours_list", 7)):
        with django_assert_num_queries(count):
            client.get(reverse(f"schedules:{name}"))


def test_the_calendar_shows_the_own_unit_and_its_holidays(city, as_):
    Holiday.objects.create(date=D(2026, 12, 25), name="Hari Raya Natal", kind="national")
    Holiday.objects.create(date=D(2026, 12, 11), name="Milik lain", kind="local", unit=city.service)
    shown = as_(city.sari).get(reverse("schedules:calendar")).content.decode()
    assert "Bidang Ekonomi" in shown
    assert "Hari Raya Natal" in shown
    assert "Milik lain" not in shown
    assert "260 hari kerja, 5 hari seminggu." in shown


@pytest.mark.parametrize("query", ["?tahun=abc", "?tahun=9999", "?unit=x", "?unit=999999"])
def test_odd_addresses_of_the_calendar_open(city, as_, query):
    assert as_(city.sari).get(reverse("schedules:calendar") + query).status_code == 200


def test_holidays_by_form(city, as_):
    client = as_(city.wati)
    client.post(reverse("schedules:holidays_load"), {"year": "2026"})
    assert Holiday.objects.count() == 25
    client.post(
        reverse("schedules:holiday_new"),
        {"date": "2026-12-11", "name": "HUT", "kind": "local", "unit": city.agency.pk,
         "legal_basis": "SE 4"},
    )  # fmt: skip
    local = Holiday.objects.get(kind="local")
    assert (local.unit, local.legal_basis) == (city.agency, "SE 4")
    client.post(reverse("schedules:holiday_withdraw", args=[local.pk]), {"reason": "Salah"})
    assert Holiday.objects.count() == 25


def test_hours_by_form_start_from_a_usual_set(city, as_):
    client = as_(city.wati)
    form = client.get(reverse("schedules:hours_new") + "?susunan=normal-5").context["form"]
    data = {"name": "Normal", "working_week": "5", "legal_basis": "Perpres 21/2023",
            "starts_on": "2026-12-14"}  # fmt: skip
    for number in range(5):
        for part in ("start", "end", "break"):
            value = form.initial[f"{part}_{number}"]
            data[f"{part}_{number}"] = value if part == "break" else f"{value:%H:%M}"
    client.post(reverse("schedules:hours_new"), data)
    hours = WorkHours.objects.get()
    assert [(d.end.isoformat(), d.break_minutes) for d in hours.days.all()] == [
        ("16:00:00", 60), ("16:00:00", 60), ("16:00:00", 60), ("16:00:00", 60), ("16:30:00", 90),
    ]  # fmt: skip
    assert "37 jam 30 menit" in client.get(reverse("schedules:hours_list")).content.decode()
    half = client.post(reverse("schedules:hours_new"), data | {"end_4": ""}).content.decode()
    assert "Isi jam masuk dan jam pulang hari Jumat" in half
    assert WorkHours.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"starts_on": "2026-12-15"}, "hari Senin"),
        ({"starts_on": "2026-11-30"}, "sudah lewat"),
        ({"submit_by": "2026-12-14"}, "sebelum periode"),
        ({"starts_on": "2026-12-21"}, "tumpang-tindih"),
        ({"name": "Lama"}, "Sudah ada periode"),
    ],
)
def test_periods_are_whole_weeks_that_never_overlap(city, as_, over, sentence):
    Period.objects.create(name="Lama", starts_on=D(2026, 12, 28), ends_on=D(2027, 1, 3))
    client = as_(city.wati)
    data = {"starts_on": "2026-12-14", "weeks": "2"}
    refused = client.post(reverse("schedules:period_list"), data | over)
    assert sentence in refused.content.decode()
    assert Period.objects.count() == 1
    client.post(reverse("schedules:period_list"), data)
    assert Period.objects.values_list("name", "ends_on").latest("pk") == (
        "14 Des 2026 – 27 Des 2026", D(2026, 12, 27)
    )  # fmt: skip


def test_a_head_asks_for_the_own_agency_alone(
    city, policy, period, known_holidays, as_, eager, django_capture_on_commit_callbacks
):
    client = as_(city.dewi)
    data = {"period": period.pk, "agency": city.service.pk}
    assert client.post(reverse("schedules:run_new"), data).status_code == 200
    assert client.post(reverse("schedules:run_new"), {"period": period.pk}).status_code == 200
    assert not PlanningRun.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("schedules:run_new"), data | {"agency": city.agency.pk})
    run = PlanningRun.objects.get()
    assert (run.status, Plan.objects.get().agency) == ("done", city.agency)
    shown = client.get(reverse("schedules:run_detail", args=[run.pk])).content.decode()
    assert "1 dari 1 perangkat daerah selesai." in shown
    assert "every 2s" not in shown


def test_a_head_sees_the_own_agency_of_a_city_run(city, policy, period, known_holidays, as_):
    run = request_planning_run(period, [city.agency, city.service], actor=city.wati.user)
    client = as_(city.dewi)
    shown = client.get(reverse("schedules:run_progress", args=[run.pk])).content.decode()
    assert "Badan Perencanaan" in shown
    assert "Dinas Kependudukan" not in shown
    assert "every 2s" in shown
    assert client.post(reverse("schedules:run_cancel", args=[run.pk])).status_code == 403
    run.refresh_from_db()
    assert run.cancel_requested is False


def test_the_calendar_and_the_runs_take_the_same_queries_with_one_and_three_rows(
    city, policy, period, known_holidays, as_, django_assert_num_queries
):
    client = as_(city.wati)
    run = request_planning_run(period, [city.agency], actor=city.wati.user)
    Holiday.objects.create(date=D(2026, 12, 25), name="Natal", kind="national")
    pages = [
        (reverse("schedules:calendar"), 11),
        (reverse("schedules:run_new"), 11),
        (reverse("schedules:run_progress", args=[run.pk]), 7),
    ]
    for page, count in pages:
        with django_assert_num_queries(count):
            client.get(page)
    PlanningRun.objects.update(status="done")
    run.items.update(status="done")
    other = request_planning_run(
        period, [city.agency, city.service, city.personnel], actor=city.wati.user
    )
    for n in (28, 29):
        Holiday.objects.create(date=D(2026, 12, n), name="Libur", kind="local")
    pages[2] = (reverse("schedules:run_progress", args=[other.pk]), pages[2][1])
    for page, count in pages:
        with django_assert_num_queries(count):
            client.get(page)
