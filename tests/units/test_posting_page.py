"""Placing somebody anew: dated, by letter, both heads told; refused forms change nothing."""

import datetime

import pytest
from django.urls import reverse

from units.models import Decision, Outbox, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def address(employee):
    return reverse("units:posting_new", args=[employee.pk])


def form(city, **changes):
    return {
        "unit": city.counter.pk, "position": city.positions.clerk.pk, "starts_on": "2026-12-14",
        "letter_number": "800.1.3/55-BKPSDM/2026", "reason": "Kebutuhan loket", **changes,
    }  # fmt: skip


def postings(employee):
    rows = employee.postings.order_by("starts_on")
    return list(rows.values_list("unit__code", "starts_on", "ends_on", "letter_number"))


BEFORE = ("BAPPELITBANGDA-EKO", datetime.date(2020, 1, 1), None, "")


def test_bkpsdm_transfers_and_person_and_both_heads_are_told(city, as_):
    Posting.objects.filter(employee=city.umar).update(is_head=True)
    answer = as_(city.wati).post(address(city.sari), form(city), follow=True)
    assert answer.redirect_chain == [(f"/pegawai/{city.sari.pk}/", 302)]
    assert "ditempatkan di Bidang Pelayanan mulai 14 Desember 2026" in answer.text
    assert postings(city.sari) == [
        (BEFORE[0], BEFORE[1], datetime.date(2026, 12, 13), ""),
        ("DISDUKCAPIL-LOKET", datetime.date(2026, 12, 14), None, "800.1.3/55-BKPSDM/2026"),
    ]
    decision = Decision.objects.get(act="post_employee")
    assert (decision.actor, decision.reason) == (city.wati.user, "Kebutuhan loket")
    told = Outbox.objects.filter(kind="posting").values_list("recipient__username", flat=True)
    assert sorted(told) == sorted([city.sari.nip, city.rudi.nip, city.umar.nip])


def test_unit_hr_moves_people_within_its_own_units_only(city, as_):
    client = as_(city.hana)
    page = client.get(address(city.sari)).text
    assert "Bidang Sosial" in page
    assert "Bidang Pelayanan" not in page
    answer = client.post(address(city.sari), form(city))
    assert answer.status_code == 422
    assert answer.context["form"].errors["unit"]
    assert postings(city.sari) == [BEFORE]
    inside = form(city, unit=city.other_division.pk)
    assert client.post(address(city.sari), inside).status_code == 302
    assert [row[0] for row in postings(city.sari)] == [BEFORE[0], "BAPPELITBANGDA-SOS"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"starts_on": "2020-01-01"}, "sesudah tanggal mulai penempatan sekarang"),
        ({"letter_number": " "}, "letter_number"),
        ({"unit": "999999"}, "unit"),
        ({"position": ""}, "position"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_changes_nothing(city, as_, changes, says):
    answer = as_(city.wati).post(address(city.sari), form(city, **changes))
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors.as_data())
    assert "Kebutuhan loket" in answer.text
    assert postings(city.sari) == [BEFORE]
    assert not Outbox.objects.exists()


def test_the_same_posting_again_is_refused(city, as_):
    same = form(city, unit=city.division.pk, position=city.positions.planner.pk)
    answer = as_(city.wati).post(address(city.sari), same)
    assert "sama dengan yang sekarang" in answer.text
    assert postings(city.sari) == [BEFORE]


def test_a_second_head_is_refused(city, as_):
    head = form(city, unit=city.service.pk, is_head="on")
    answer = as_(city.wati).post(address(city.sari), head)
    assert "sudah dikepalai Yanti Kusuma" in answer.text
    assert postings(city.sari) == [BEFORE]


@pytest.mark.parametrize("who", ["wati", "left"])
def test_nobody_is_placed_by_themselves_or_after_leaving(city, as_, who):
    employee = city.wati if who == "wati" else city.sari
    if who == "left":
        employee.left_on = datetime.date(2026, 12, 1)
        employee.save(update_fields=["left_on"])
    before = postings(employee)
    assert as_(city.wati).post(address(employee), form(city)).status_code == 403
    assert postings(employee) == before


def test_the_page_of_a_person_leads_there_for_who_keeps_records(city, as_):
    page = f"/pegawai/{city.sari.pk}/"
    assert address(city.sari) in as_(city.wati).get(page).text
    assert address(city.sari) in as_(city.hana).get(page).text
    assert address(city.sari) not in as_(city.rudi).get(page).text
    assert address(city.sari) not in as_(city.sari).get(page).text
