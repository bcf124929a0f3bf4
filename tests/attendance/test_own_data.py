"""What is held about a person, the copy of it, and who looked."""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import translation

from attendance.models import CheckIn
from attendance.queries.held import LEFT_OUT, holdings
from schedules.models import Assignment
from tests.attendance.conftest import MONDAY, at_time
from units.models import AccessLook
from units.queries.looks import looks_at
from units.services.looks import note_group_look

FAR = (-6.5, 106.9756)


def archive_of(client):
    answer = client.get(reverse("attendance:own_data_zip"))
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def table(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def far_tap(city, hours, tap):
    """Sari checked in far from the office: it waits for Rudi."""
    return tap(city.sari, "in", at_time(MONDAY, 7, 20), FAR)


def test_the_copy_holds_the_persons_rows_and_nobody_elses(city, hours, tap, far_tap, as_):
    tap(city.tono, "in", at_time(MONDAY, 7, 25))
    archive = archive_of(as_(city.sari))
    assert archive.testzip() is None
    rows = table(archive, "attendance-checkin.csv")
    assert len(rows) == 2
    assert "2026-12-07" in rows[1]
    assert "Presensi masuk" in rows[1]
    points = table(archive, "attendance-placeevidence.csv")
    assert points[1][:2] == ["'-6.5", "106.9756"]
    everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Tono" not in everything
    assert far_tap.key.hex not in everything.replace("-", "")
    listed = {one["file"] for one in json.loads(archive.read("isi.json"))["files"]}
    assert listed == set(archive.namelist()) - {"isi.json"}


def test_what_is_not_published_is_not_in_it(city, at_home, as_):
    at_home(city.sari, MONDAY)
    client = as_(city.sari)
    assert len(table(archive_of(client), "schedules-assignment.csv")) == 2
    Assignment.objects.update(published=False)
    assert "schedules-assignment.csv" not in archive_of(client).namelist()


def test_every_table_that_names_a_person_is_held_or_left_out_with_a_reason(db):
    held = {(one.model._meta.label, one.owner) for one in holdings()}
    assert ("attendance.DayRecord", "employee") in held
    assert ("attendance.PlaceEvidence", "check_in__employee") in held
    assert not held & set(LEFT_OUT)
    assert all(LEFT_OUT.values())
    assert len({one.name for one in holdings()}) == len(holdings())


def test_every_table_and_column_has_words_of_its_own():
    tables = {one.name: str(one.title) for one in holdings()}
    assert tables["attendance-placeevidence"] == "lokasi presensi"
    assert tables["attendance-checkinreview"] == "putusan peninjauan presensi"
    assert tables["attendance-workreportitem"] == "butir laporan harian WFH"
    bare = {
        f"{one.name}: {title}"
        for one in holdings()
        for title, path in one.reads
        if str(title) == path.partition("__")[0].replace("_", " ")
    }
    assert {one.partition(": ")[2] for one in bare} <= {"status", "unit"}
    assert not {name for name, title in tables.items() if title.replace(" ", "") in name}
    with translation.override("en"):
        assert "place evidence" not in {str(one.title).lower() for one in holdings()}


def test_looking_at_a_location_is_told_once_a_day(city, far_tap, as_, time_machine):
    page = reverse("attendance:check_in_review", args=[far_tap.pk])
    client = as_(city.rudi)
    client.get(page)
    time_machine.move_to(at_time(MONDAY, 11), tick=False)
    client.get(page)
    look = AccessLook.objects.get()
    assert (look.viewer, look.employee, look.page) == (city.rudi.user, city.sari, "check_in")
    assert look.at == at_time(MONDAY, 11)
    shown = as_(city.sari).get(reverse("attendance:own_data")).text
    assert "Rudi Hartono" in shown
    assert "7 Des 2026 11.00" in shown


def test_lists_that_show_distances_are_logged_by_the_people_on_them(
    city, far_tap, tap, as_, django_assert_num_queries
):
    client = as_(city.rudi)
    client.get(reverse("attendance:team"))
    client.get(reverse("attendance:check_in_review_list"))
    assert [(one.employee, one.page) for one in AccessLook.objects.all()] == [
        (city.sari, "check_ins")
    ]
    assert looks_at(city.tono).count() == 0


def test_ones_own_page_is_no_look(city, far_tap, home_of, as_):
    home_of(city.sari)
    client = as_(city.sari)
    client.get(reverse("attendance:check_in_review", args=[far_tap.pk]))
    client.get(reverse("units:employee_detail", args=[city.sari.pk]))
    assert AccessLook.objects.count() == 0


def test_unit_hr_at_a_home_is_a_look_and_a_head_sees_none(city, home_of, as_):
    home_of(city.sari)
    page = reverse("units:employee_detail", args=[city.sari.pk])
    as_(city.rudi).get(page)
    assert AccessLook.objects.count() == 0
    as_(city.hana).get(page)
    assert AccessLook.objects.get().page == "home"


def test_a_file_of_a_unit_is_told_to_its_people_alone(city, monday, as_):
    data = {
        "what": "rekap-harian", "unit": city.division.pk, "start": "2026-12-01",
        "end": "2026-12-07",
    }  # fmt: skip
    answer = as_(city.hana).get(reverse("attendance:exchange_csv"), data)
    assert answer.status_code == 200
    assert [look.viewer for look in looks_at(city.sari)] == [city.hana.user]
    assert looks_at(city.umar).count() == 0
    note_group_look(city.wati.user, "program", None, office="TPP (BPKAD)")
    assert looks_at(city.umar).count() == 1
    assert "seluruh kota · TPP (BPKAD)" in as_(city.umar).get(reverse("attendance:own_data")).text


def test_the_page_costs_the_same_for_any_number_of_rows(
    city, far_tap, as_, django_assert_num_queries
):
    review = reverse("attendance:check_in_review", args=[far_tap.pk])
    as_(city.wati).get(review)
    client = as_(city.sari)
    page = reverse("attendance:own_data")
    with django_assert_num_queries(8):
        client.get(page)
    for who in (city.rudi, city.dewi):
        as_(who).get(review)
    client = as_(city.sari)
    with django_assert_num_queries(8):
        assert client.get(page).text.count("Presensi dengan jarak") == 3
    assert CheckIn.objects.count() == 1
