"""The pages of reviews: what the person, the answerer, a previous decider and colleagues see."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from schedules.models import ReviewRequest
from schedules.services.reviews import answer_review, ask_swap_review
from tests.schedules.review_cast import REASON, day_review, make_officer, refused_swap, swap_review
from tests.schedules.swap_cast import THURSDAY, published_plan
from units.models import Employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

LAW = "tidak menggantikan dan tidak menunda keberatan atau banding"


def page(client, name, *args, **query):
    response = client.get(reverse(f"schedules:{name}", args=args), query)
    return response.status_code, response.content.decode()


def test_from_the_day_to_the_request(city, as_):
    published_plan(city)
    client = as_(city.sari)
    status, text = page(client, "my_day", THURSDAY)
    assert reverse("schedules:review_day", args=[THURSDAY]) in text
    status, text = page(client, "review_day", THURSDAY)
    assert status == 200
    assert "Kamis, 10 Desember 2026" in text  # three working days from Monday
    assert LAW in text
    response = client.post(reverse("schedules:review_day", args=[THURSDAY]), {"reason": REASON})
    review = ReviewRequest.objects.get()
    assert response["Location"] == reverse("schedules:review_detail", args=[review.pk])
    status, text = page(client, "my_day", THURSDAY)
    assert reverse("schedules:review_day", args=[THURSDAY]) not in text
    assert reverse("schedules:review_detail", args=[review.pk]) in text


def test_an_empty_reason_keeps_the_form(city, as_):
    published_plan(city)
    response = as_(city.sari).post(reverse("schedules:review_day", args=[THURSDAY]), {})
    assert response.status_code == 422
    assert "Tuliskan alasan permohonan. Permohonan belum dikirim." in response.content.decode()
    assert not ReviewRequest.objects.exists()


def test_the_person_sees_state_deadline_and_turn(city, as_):
    review = day_review(city)
    status, text = page(as_(city.sari), "review_detail", review.pk)
    assert status == 200
    for words in ("Menunggu jawaban", "Kamis, 10 Desember 2026", "BKPSDM", REASON, LAW,
                  "sejak 7 Desember 2026 09.00", "Tarik permohonan"):  # fmt: skip
        assert words in text
    assert "Jawaban Anda" not in text


@pytest.mark.parametrize("who", ["tono", "umar", "hana", "yanti", "bagus", "laras", "komisi"])
def test_colleagues_and_strangers_get_404_and_no_trace(city, as_, who):
    review = swap_review(city)
    client = as_(getattr(city, who))
    for name in ("review_detail",):
        status, text = page(client, name, review.pk)
        assert status == 404
        assert REASON not in text
    for act in ("review_withdraw", "review_answer"):
        response = client.post(
            reverse(f"schedules:{act}", args=[review.pk]), {"decision": "grant", "answer": "x"}
        )
        assert response.status_code == 404
    if who in ("tono", "umar", "hana", "yanti"):
        assert REASON not in page(client, "review_list")[1]
        assert "Sari" not in page(client, "review_list")[1]
    review.refresh_from_db()
    assert review.status == "waiting"


def test_a_previous_decider_reads_why_somebody_else_answers(city, as_):
    review = day_review(city)
    for who in (city.rudi, city.dewi, city.wati):
        status, text = page(as_(who), "review_detail", review.pk)
        assert status == 200
        assert "Anda ikut memutuskan hal ini, jadi pejabat lain yang menjawab." in text
        assert "Kabulkan" not in text


def test_the_answerer_sees_what_it_means_and_answers(city, as_):
    review = swap_review(city)
    client = as_(city.dewi)
    assert reverse("schedules:review_detail", args=[review.pk]) in page(client, "review_list")[1]
    status, text = page(client, "review_detail", review.pk)
    assert "Semua aturan dan batas minimal tetap terpenuhi bila dikabulkan." in text
    assert "Selisih porsi sebelum" in text
    response = client.post(
        reverse("schedules:review_answer", args=[review.pk]),
        {"decision": "grant", "answer": "Rapat dipindah.", "status": "fallen", "employee": 1},
    )
    assert response.status_code == 302
    review.refresh_from_db()
    assert (review.status, review.employee) == ("granted", city.sari)
    _status, text = page(as_(city.sari), "review_detail", review.pk)
    assert "Rapat dipindah." in text
    assert "Dewi Anggraini" in text
    assert "Tukar hari sudah dilaksanakan." in text


def test_a_hard_rule_in_the_way_shows_in_words_without_the_button(city, as_):
    review = day_review(city, day=THURSDAY.replace(day=14))
    client = as_(Employee.objects.get(name__startswith="Ratna"))
    _status, text = page(client, "review_detail", review.pk)
    assert "Sari Wulandari wajib di kantor pada 14 Des." in text
    assert 'value="grant"' not in text
    response = client.post(
        reverse("schedules:review_answer", args=[review.pk]), {"decision": "grant", "answer": "Ya"}
    )
    assert response.status_code == 422
    assert "wajib di kantor" in response.content.decode()
    review.refresh_from_db()
    assert review.status == "waiting"


def test_the_refused_swap_leads_to_the_request(city, as_):
    swap = refused_swap(city)
    client = as_(city.sari)
    assert (
        reverse("schedules:review_swap", args=[swap.pk]) in page(client, "swap_detail", swap.pk)[1]
    )
    client.post(reverse("schedules:review_swap", args=[swap.pk]), {"reason": REASON})
    review = ReviewRequest.objects.get()
    assert (
        reverse("schedules:review_detail", args=[review.pk])
        in page(client, "swap_detail", swap.pk)[1]
    )
    _status, text = page(as_(city.tono), "swap_detail", swap.pk)
    assert "Persetujuan Anda masih berlaku" in text
    assert REASON not in text


def test_the_colleague_of_the_swap_may_not_ask_for_it(city, as_):
    swap = refused_swap(city)
    response = as_(city.tono).post(
        reverse("schedules:review_swap", args=[swap.pk]), {"reason": REASON}
    )
    assert response.status_code == 403
    assert not ReviewRequest.objects.exists()


def test_the_register_filters_and_its_file_holds_the_same(city, as_, time_machine):
    waiting = day_review(city)
    refused = ask_swap_review(refused_swap(city, waiting.plan), reason="=1+1", actor=city.sari.user)
    answer_review(refused, granted=False, answer="Rapat tetap.", actor=city.dewi.user)
    client = as_(city.wati)

    def shown(**query):
        _status, text = page(client, "review_register", **query)
        return [
            one.pk
            for one in (waiting, refused)
            if reverse("schedules:review_detail", args=[one.pk]) in text
        ]

    assert shown() == [waiting.pk, refused.pk]
    assert shown(keadaan="waiting") == [waiting.pk]
    assert shown(keadaan="answered") == [refused.pk]
    assert shown(keadaan="late") == shown(keadaan="ended") == []
    assert shown(unit=city.agency.pk) == [waiting.pk, refused.pk]
    assert shown(unit=city.service.pk) == []
    response = client.get(reverse("schedules:review_register_xlsx"), {"keadaan": "answered"})
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == str(refused.pk)
    assert rows[1][-2:] == ("=1+1", "Rapat tetap.")


def test_today_says_what_waits(city, as_):
    swap_review(city)
    address = reverse("attendance:today")
    assert (
        "1 permohonan peninjauan menunggu jawaban" in as_(city.dewi).get(address).content.decode()
    )
    for who in (city.rudi, city.sari, city.wati):
        assert "permohonan peninjauan menunggu" not in as_(who).get(address).content.decode()


def test_lists_take_the_same_queries_for_one_and_for_three(
    city, as_, django_assert_num_queries, monkeypatch
):
    plan = published_plan(city)
    day_review(city, plan=plan)
    client = as_(Employee.objects.get(name__startswith="Ratna"))
    counts = {}
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for rows in (1, 3):
        for name in ("review_list", "review_register"):
            with CaptureQueriesContext(
                connection,
            ) as found:
                page(client, name)
            counts.setdefault(name, []).append(len(found))
        if rows == 1:
            for day in (15, 16):
                day_review(city, plan=plan, day=THURSDAY.replace(day=day))
    assert {name: len(set(found)) for name, found in counts.items()} == {
        "review_list": 1,
        "review_register": 1,
    }
    make_officer(city, "199003032014032006", "Nina Marlina")
