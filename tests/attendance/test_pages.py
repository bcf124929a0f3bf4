"""The day page, the home and the head's morning, as their people see them."""

import datetime
import gzip
import logging
import uuid

import pytest
from django.conf import settings as project
from django.urls import reverse

from attendance.models import CheckIn, CheckInReview
from schedules.models import Holiday
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time
from units.models import Home, Outbox, Posting, Unit
from units.services.people import confirm_home

pytestmark = pytest.mark.django_db
TODAY = "/hari-ini/"


def read(client, url=TODAY, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def press(client, direction="masuk", **values):
    return client.post(f"/presensi/{direction}/", {"key": uuid.uuid4(), **values})


def point(where=OFFICE, accuracy=18, age=2):
    return {"latitude": where[0], "longitude": where[1], "accuracy": accuracy, "age": age}


# --- Hari ini ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prepare", "title"),
    [
        ("wfo", "WFO di kantor"),
        ("wfh", "WFH di rumah"),
        ("holiday", "Libur"),
        ("away", "Tidak tersedia"),
    ],
)
def test_where_do_i_work_today(city, hours, monday, as_, at_home, away, prepare, title):
    if prepare == "wfh":
        at_home(city.sari, MONDAY)
    if prepare == "holiday":
        Holiday.objects.create(date=MONDAY, name="Hari Jadi", kind="local")
    if prepare == "away":
        away(city.sari, MONDAY, kind="sakit")
    page = read(as_(city.sari))
    assert f'<h1 id="lokasi">{title}</h1>' in page
    working = prepare in ("wfo", "wfh")
    assert ('class="btn primary"' in page) is working
    assert ("/jadwal/2026-12-07/" in page) is working
    assert ("Tetap bekerja hari ini?" in page) is not working


def test_one_primary_button_at_each_hour(city, hours, as_, tap, time_machine):
    client = as_(city.sari)

    def buttons(hour, minute=0):
        time_machine.move_to(at_time(MONDAY, hour, minute), tick=False)
        as_(city.sari)
        page = read(client)
        return page.count('class="btn primary"'), page.count('class="btn quiet"')

    assert buttons(7) == (1, 0)
    assert buttons(12) == (1, 1)
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    # A second tap of an impatient finger finds no button for going home.
    assert buttons(7, 21) == (0, 1)
    assert "Pulang lebih awal?" in read(client)
    assert buttons(15, 0) == (1, 0)
    tap(city.sari, "out", at_time(MONDAY, 16, 1))
    assert buttons(16, 2) == (0, 0)
    page = read(client)
    assert "Masuk 07.20" in page
    assert "Pulang 16.01" in page
    assert "Presensi hari ini lengkap." in page


def test_what_i_still_owe(city, hours, monday, as_, at_home, report_of):
    friday = MONDAY - datetime.timedelta(days=3)
    at_home(city.sari, MONDAY, friday)
    report_of(city.sari, friday, "returned", return_reason="Bukti")
    page = read(as_(city.sari))
    assert "Rencana laporan harian WFH" in page
    assert "Laporan harian WFH dikembalikan" in page
    assert "/laporan-harian/2026-12-04/" in page
    assert "Desember: terjadwal <b>2 hari</b> WFH." in page


def test_a_head_also_sees_what_waits(city, hours, tap, as_, report_of):
    tap(city.sari, "in", at_time(MONDAY, 7, 20), None)
    report_of(city.tono, MONDAY)
    page = read(as_(city.rudi))
    assert "1 presensi perlu ditinjau" in page
    assert "1 laporan harian menunggu diperiksa" in page
    assert "perlu ditinjau" not in read(as_(city.tono))


@pytest.mark.parametrize("days", [1, 3])
def test_day_page_queries_do_not_grow(
    city, hours, monday, as_, at_home, django_assert_num_queries, days
):
    at_home(city.sari, *(MONDAY - datetime.timedelta(days=n) for n in range(days)))
    client = as_(city.sari)
    with django_assert_num_queries(23):
        read(client)


def test_day_page_is_light(city, hours, monday, as_, at_home):
    at_home(city.sari, MONDAY)
    page = as_(city.sari).get(TODAY).content
    files = [
        project.BASE_DIR / "static" / name
        for name in (
            "css/portal.css", "css/attendance.css", "js/portal.js", "js/check-in.js", "icon.svg",
        )
    ]  # fmt: skip
    weight = sum(len(gzip.compress(body)) for body in (page, *(f.read_bytes() for f in files)))
    assert weight < 30_000


def test_location_is_allowed_here_alone_and_read_at_the_tap(city, hours, monday, as_):
    client = as_(city.rudi)
    allowed = {
        url: "geolocation=(self)" in client.get(url)["Permissions-Policy"]
        for url in (TODAY, "/rumah/", "/tim/", "/laporan-harian/", "/pemberitahuan/")
    }
    assert [url for url, yes in allowed.items() if yes] == [TODAY, "/rumah/"]


def test_without_a_posting_the_page_says_so(city, hours, monday, as_):
    Posting.objects.filter(employee=city.sari).delete()
    assert "Belum ada penempatan" in read(as_(city.sari))


# --- Taps -------------------------------------------------------------------------------------


def test_a_tap_with_a_good_location(city, hours, monday, as_):
    client = as_(city.sari)
    assert press(client, **point())["Location"] == TODAY
    assert CheckIn.objects.get().finding == "accepted"
    assert "Presensi masuk tercatat pukul 09.00." in read(client)


def test_a_plain_form_without_a_script_is_kept_for_review(city, hours, monday, as_):
    client = as_(city.sari)
    press(client)
    assert CheckIn.objects.get().review_reason == "no_location"
    assert "dikirim untuk ditinjau atasan" in read(client)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (point((0, 0)), "null_island"),
        (point(accuracy=0), "impossible_accuracy"),
        (point() | {"accuracy": ""}, "no_accuracy"),
        (point() | {"age": ""}, "no_age"),
        (point() | {"latitude": "abc"}, "impossible_location"),
        (point() | {"longitude": "nan"}, "impossible_location"),
        (point() | {"latitude": "1e999"}, "impossible_location"),
        (point() | {"accuracy": "Infinity"}, "impossible_accuracy"),
        (point() | {"age": "-1"}, "impossible_age"),
        (point(age=600), "stale_location"),
    ],
)
def test_what_a_phone_may_send_instead(city, hours, monday, as_, values, code):
    press(as_(city.sari), **values)
    record = CheckIn.objects.get()
    assert (record.finding, record.review_reason) == ("review", code)


@pytest.mark.parametrize("device_time", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "x"])
def test_an_impossible_phone_date_changes_nothing(city, hours, monday, as_, device_time):
    press(as_(city.sari), **point(), device_time=device_time)
    record = CheckIn.objects.get()
    assert (record.server_time, record.device_time) == (at_time(MONDAY, 9), None)


def test_fields_that_a_phone_does_not_decide(city, hours, monday, as_):
    press(
        as_(city.sari), **point((0, 0)), employee=city.tono.pk, finding="accepted",
        work_date="2026-01-01", server_time="2026-12-07T07:00:00", workplace="wfh",
    )  # fmt: skip
    record = CheckIn.objects.get()
    assert (record.employee, record.finding, record.work_date) == (city.sari, "review", MONDAY)
    assert (record.server_time, record.workplace) == (at_time(MONDAY, 9), "wfo")


def test_a_script_gets_the_same_answer_as_json(city, hours, monday, as_):
    client = as_(city.sari)
    key = uuid.uuid4()
    answers = [
        client.post(
            "/presensi/masuk/", {"key": key, **point()}, headers={"accept": "application/json"}
        ).json()
        for _ in range(2)
    ]
    assert answers == [{"saved": True, "text": "Presensi masuk tercatat pukul 09.00."}] * 2
    lost = client.post("/presensi/pulang/", {"key": "x"}, headers={"accept": "application/json"})
    assert (lost.status_code, lost.json()["saved"]) == (409, False)
    assert CheckIn.objects.count() == 1


def test_a_key_of_somebody_else_over_the_wire(city, hours, monday, as_):
    key = uuid.uuid4()
    press(as_(city.tono), key=key, **point())
    client = as_(city.sari)
    press(client, key=key, **point())
    assert CheckIn.objects.get().employee == city.tono
    assert "belum tercatat" in read(client)
    assert "Tono" not in read(client)


@pytest.mark.parametrize("path", ["masuk", "pulang"])
def test_get_never_checks_in(city, hours, monday, as_, path):
    assert as_(city.sari).get(f"/presensi/{path}/").status_code == 405
    assert as_(city.sari).post("/presensi/putar/").status_code == 404
    assert not CheckIn.objects.exists()


def test_no_coordinates_in_addresses_or_logs(city, hours, monday, as_, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="django.db.backends")
    client = as_(city.sari)
    answer = press(client, **point((-6.2383111, 106.9756222)))
    client.post("/rumah/", {"latitude": "-6.3000111", "longitude": "107.0000222"})
    for number in ("2383111", "9756222", "3000111", "0000222"):
        assert number not in answer["Location"]
        assert number not in caplog.text


# --- Rumah ------------------------------------------------------------------------------------


def test_the_old_home_stays_until_the_new_one_is_confirmed(city, hours, monday, as_, home_of, tap):
    old = home_of(city.sari)
    client = as_(city.sari)
    client.post("/rumah/", {"latitude": "-6.25", "longitude": "106.99"})
    page = read(client, "/rumah/")
    assert "menunggu konfirmasi pengelola kepegawaian" in page
    assert "Sampai dikonfirmasi, titik lama tetap berlaku." in page
    waiting = Home.objects.get(confirmed_at__isnull=True)
    client.post("/rumah/", {"latitude": "-6.26", "longitude": "106.99"})
    assert not Home.objects.filter(pk=waiting.pk).exists()
    new = Home.objects.get(confirmed_at__isnull=True)
    from attendance.queries.check_ins import home_on

    assert home_on(city.sari, MONDAY) == old
    confirm_home(new, actor=city.hana.user)
    assert home_on(city.sari, MONDAY) == new
    read(client, "/rumah/")
    assert "menunggu konfirmasi" not in read(client, "/rumah/")


def test_who_works_at_home_is_asked_for_a_home_until_one_is_set(city, hours, monday, as_, at_home):
    client = as_(city.sari)
    assert "Titik rumah belum ditetapkan" not in read(client)
    at_home(city.sari, MONDAY)
    assert "Titik rumah belum ditetapkan" in read(client)
    client.post("/rumah/", {"latitude": "-6.25", "longitude": "106.99"})
    assert "Titik rumah belum ditetapkan" not in read(client)


def test_unit_hr_is_told_that_a_home_waits_and_not_where_it_is(city, monday, as_):
    as_(city.sari).post("/rumah/", {"latitude": "-6.25", "longitude": "106.99"})
    notice = Outbox.objects.get()
    assert (notice.recipient, notice.link) == (city.hana.user, f"/pegawai/{city.sari.pk}/")
    assert notice.text == "Titik rumah Sari Wulandari menunggu konfirmasi Anda."
    as_(city.hana).post("/rumah/", {"latitude": "-6.25", "longitude": "106.99"})
    assert Outbox.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"latitude": "0", "longitude": "0"},
        {"latitude": "91", "longitude": "106"},
        {"latitude": "nan", "longitude": "106"},
    ],
)
def test_an_impossible_home_is_refused_and_nothing_changes(city, monday, as_, values):
    assert as_(city.sari).post("/rumah/", values).status_code == 200
    assert not Home.objects.exists()


def test_a_home_is_shown_to_nobody_else_here(city, monday, as_, home_of):
    home_of(city.sari, (-6.345678, 107.0))
    assert "-6.34568" in read(as_(city.sari), "/rumah/")
    for other in (city.tono, city.rudi, city.dewi):
        assert "-6.34568" not in read(as_(other), "/rumah/")


# --- Tim --------------------------------------------------------------------------------------


def test_the_heads_morning(city, hours, as_, at_home, away, tap, time_machine):
    at_home(city.sari, MONDAY)
    away(city.hana, MONDAY, kind="sakit")
    tap(city.tono, "in", at_time(MONDAY, 7, 10))
    tap(city.sari, "in", at_time(MONDAY, 7, 20), None)
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    response = as_(city.dewi).get("/tim/")
    total = response.context["total"]
    assert (total.people, total.office, total.home, total.away, total.missing) == (5, 3, 1, 1, 2)
    rows = {row.employee.name: row for row in response.context["page"]}
    assert [name for name, row in rows.items() if row.is_missing] == [
        "Dewi Anggraini",
        "Rudi Hartono",
    ]
    assert rows["Hana Pertiwi"].status == "sakit"
    assert rows["Sari Wulandari"].tap_in.state == "review"
    assert response.context["waiting"] == 1
    assert HOME[0] not in [response.content.decode().count(str(HOME[0]))]


def test_nobody_is_missing_before_the_day_has_begun(city, hours, as_, time_machine):
    time_machine.move_to(at_time(MONDAY, 7, 29), tick=False)
    assert as_(city.dewi).get("/tim/").context["total"].missing == 0
    time_machine.move_to(at_time(MONDAY, 7, 30), tick=False)
    assert as_(city.dewi).get("/tim/").context["total"].missing == 5


def test_a_refused_tap_is_missing_again(city, hours, as_, tap, time_machine):
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20), None)
    CheckInReview.objects.create(
        check_in=record, accepted=False, reason="x", decided_by=city.rudi.user,
        decided_at=at_time(MONDAY, 8),
    )  # fmt: skip
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    assert as_(city.rudi).get("/tim/").context["total"].missing == 3


def test_other_units_do_not_exist_on_the_team_page(city, hours, monday, as_):
    client = as_(city.rudi)
    assert client.get("/tim/", {"unit": city.division.pk}).status_code == 200
    for foreign in (city.agency.pk, city.counter.pk, 999_999, "x", "-1", ""):
        assert client.get("/tim/", {"unit": foreign}).status_code == 404


def test_a_large_team_is_shown_by_unit_with_equal_sums(
    city, hours, monday, as_, django_assert_num_queries
):
    from units.models import Employee

    units = [city.agency, city.division, city.other_division]
    people = Employee.objects.bulk_create(
        Employee(nip=f"{n:018d}", name=f"P {n}", employment="pns", joined_on=MONDAY)
        for n in range(120)
    )
    Posting.objects.bulk_create(
        Posting(employee=one, unit=units[n % 3], position=city.positions.clerk, starts_on=MONDAY)
        for n, one in enumerate(people)
    )
    client = as_(city.dewi)
    with django_assert_num_queries(35):
        response = client.get("/tim/")
    parts = response.context["page"].object_list
    assert [(row.unit.name, row.direct, row.counts.people) for row in parts] == [
        ("Bidang Ekonomi", False, 43),  # most missing first
        ("Badan Perencanaan", True, 42),
        ("Bidang Sosial", False, 40),
    ]
    assert sum(row.counts.people for row in parts) == response.context["total"].people == 125
    assert sum(row.counts.missing for row in parts) == response.context["total"].missing
    direct = client.get("/tim/", {"unit": city.agency.pk, "langsung": 1})
    assert len(direct.context["page"].object_list) == 42
    assert Unit.objects.count() == 7


@pytest.mark.parametrize("people", [1, 3])
def test_review_list_queries_do_not_grow(city, hours, as_, tap, django_assert_num_queries, people):
    for employee in [city.sari, city.tono, city.hana][:people]:
        tap(employee, "in", at_time(MONDAY, 7, 20), None)
    client = as_(city.dewi)
    with django_assert_num_queries(8):
        read(client, reverse("attendance:check_in_review_list"))


def test_one_tap_accepts_and_the_next_one_is_told(city, hours, as_, tap):
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20), None)
    client = as_(city.rudi)
    url = reverse("attendance:check_in_review", args=[record.pk])
    client.post(url, {"decision": "accept", "accepted": "false", "employee": city.rudi.pk})
    assert CheckInReview.objects.get().accepted is True
    assert "Presensi Sari Wulandari diterima." in read(client, "/tim/")
    client.post(url, {"decision": "refuse", "reason": "x"})
    assert "sudah diputuskan" in read(client, "/tim/")
    assert CheckInReview.objects.get().accepted is True


def test_a_refusal_without_reason_or_decision_changes_nothing(city, hours, as_, tap):
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20), None)
    client = as_(city.rudi)
    url = reverse("attendance:check_in_review", args=[record.pk])
    for values in ({"decision": "refuse"}, {}, {"decision": "perhaps"}):
        assert client.post(url, values)["Location"] == url
    assert not CheckInReview.objects.exists()
