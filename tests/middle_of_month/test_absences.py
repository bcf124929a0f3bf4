"""Leave, illness, official travel: asked for by the person and decided by the head."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from schedules.models import Assignment, Away, Plan, Swap
from schedules.queries.aways import (
    away_list,
    request_for,
    request_to_decide,
    requests_to_decide,
)
from schedules.queries.workplaces import away_on, home_days
from schedules.services.away_requests import decide_away, request_away, withdraw_request
from schedules.services.aways import record_away
from schedules.services.repairs import recheck
from tests.middle_of_month.conftest import told
from tests.schedules.swap_cast import THURSDAY, offered
from units.access import scope_for
from units.decisions import MovedOn, Refused, first_broken_link
from units.models import Decision, Employee, Outbox, Posting

FRIDAY = THURSDAY + datetime.timedelta(days=1)


def ask(person, start=THURSDAY, end=FRIDAY, kind="cuti", **over):
    if kind == "cuti":
        over.setdefault("leave_type", "tahunan")
    return request_away(person, kind=kind, starts_on=start, ends_on=end, actor=person.user, **over)


def test_a_request_changes_nothing_and_waits_for_the_superior(city, plan):
    away = ask(city.sari, reason="Acara keluarga")
    assert (away.status, away.word) == ("requested", "Cuti tahunan")
    assert away_on(THURSDAY) == {}
    assert told() == {(city.rudi.nip, "away_requested")}
    assert list(requests_to_decide(scope_for(city.rudi.user))) == [away]
    assert "Acara keluarga" not in Outbox.objects.get().text
    assert Plan.objects.filter(recheck_asked_at__isnull=False).count() == 0


def test_approved_the_plan_is_compared_and_both_are_told(city, plan):
    away = ask(city.sari)
    Outbox.objects.all().delete()
    decide_away(away, accepted=True, reason="", actor=city.rudi.user)
    assert (away.status, away.decided_by) == ("approved", city.rudi.user)
    assert away_on(THURSDAY) == {city.sari.pk: "cuti"}
    assert home_days([city.sari.pk], THURSDAY, FRIDAY) == {}
    assert told() == {(city.sari.nip, "away_approved"), (city.rudi.nip, "away_approved")}
    assert Plan.objects.get(pk=plan.pk).recheck_asked_at is not None
    last = Decision.objects.order_by("-pk").first()
    assert (last.act, last.actor, last.unit) == ("approve_away", city.rudi.user, city.division)
    assert first_broken_link() is None


def test_an_absence_that_leaves_a_floor_short_brings_a_proposal(city, plan):
    day = datetime.date(2026, 12, 16)
    assert not Assignment.objects.filter(plan=plan, date=day).exists()
    for person in Employee.objects.filter(
        name__in=["Agus Prasetyo", "Bambang Suryadi", "Dian Kusumastuti"]
    ):
        Assignment.objects.filter(plan=plan, employee=person).delete()
        Assignment.objects.create(plan=plan, employee=person, date=day, published=True)
    for person in Employee.objects.filter(name__in=["Eko Saputra", "Fajar Nugroho"]):
        decide_away(ask(person, day, day, "sakit"), accepted=True, reason="", actor=city.rudi.user)
    recheck(plan.pk)
    repair = plan.repairs.get()
    assert repair.status == "proposed"
    assert (city.rudi.nip, "repair_proposed") in told()


def test_swaps_on_those_days_fall_at_once(city, plan):
    swap = offered(city, plan)
    decide_away(ask(city.sari), accepted=True, reason="", actor=city.rudi.user)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN
    assert (city.sari.nip, "swap_fallen") in told()


def test_recorded_by_unit_hr_swaps_fall_too(city, plan):
    swap = offered(city, plan)
    record_away(city.sari, kind="sakit", starts_on=THURSDAY, ends_on=THURSDAY, actor=city.hana.user)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN
    assert told("away_recorded") == {
        (city.sari.nip, "away_recorded"),
        (city.rudi.nip, "away_recorded"),
    }


def test_a_refusal_needs_a_reason_and_changes_no_day(city, plan):
    away = ask(city.sari)
    with pytest.raises(Refused, match="alasan penolakan"):
        decide_away(away, accepted=False, reason="  ", actor=city.rudi.user)
    away.refresh_from_db()
    assert away.status == "requested"
    decide_away(away, accepted=False, reason="Pemeriksaan BPK", actor=city.rudi.user)
    assert (away.status, away.decision_reason) == ("refused", "Pemeriksaan BPK")
    assert away_on(THURSDAY) == {}
    assert told("away_refused") == {
        (city.sari.nip, "away_refused"),
        (city.rudi.nip, "away_refused"),
    }
    assert Plan.objects.filter(recheck_asked_at__isnull=False).count() == 0


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "wati", "yanti"])
def test_nobody_but_the_superior_decides(city, plan, who):
    away = ask(city.sari)
    with pytest.raises(PermissionDenied):
        decide_away(away, accepted=True, reason="", actor=getattr(city, who).user)
    away.refresh_from_db()
    assert away.status == "requested"


def test_nobody_decides_on_their_own_nor_a_stand_in_on_the_own(city, plan):
    own = ask(city.rudi)
    with pytest.raises(PermissionDenied):
        decide_away(own, accepted=True, reason="", actor=city.rudi.user)
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, starts_on=datetime.date(2026, 12, 7),
        ends_on=datetime.date(2026, 12, 31), letter_number="800/1",
    )  # fmt: skip
    theirs = ask(city.tono)
    for away in (own, theirs):
        with pytest.raises(PermissionDenied):
            decide_away(away, accepted=True, reason="", actor=city.tono.user)
        away.refresh_from_db()
        assert away.status == "requested"
    decide_away(own, accepted=True, reason="", actor=city.dewi.user)
    assert own.status == "approved"


def test_a_stand_in_decides_under_the_mandate_and_does_not_read_the_heads_own(city, plan):
    record_away(city.rudi, kind="sakit", starts_on=THURSDAY, ends_on=THURSDAY, actor=city.hana.user)
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, starts_on=datetime.date(2026, 12, 7),
        ends_on=datetime.date(2026, 12, 31), letter_number="800/1",
    )  # fmt: skip
    assert list(away_list(scope_for(city.tono.user))) == []
    away = ask(city.sari)
    decide_away(away, accepted=True, reason="", actor=city.tono.user)
    last = Decision.objects.order_by("-pk").first()
    assert (last.act, last.mandate) == ("approve_away", "Plh. Kepala Bidang, surat 800/1")
    assert [one.employee for one in away_list(scope_for(city.tono.user))] == [city.sari]


def test_two_heads_deciding_at_once_the_second_is_told(city, plan):
    away = ask(city.sari)
    same = Away.objects.get(pk=away.pk)
    decide_away(away, accepted=False, reason="Pemeriksaan BPK", actor=city.rudi.user)
    with pytest.raises(MovedOn, match="ditolak"):
        decide_away(same, accepted=True, reason="", actor=city.dewi.user)
    assert away_on(THURSDAY) == {}


def test_withdrawn_by_the_person_before_the_decision_only(city, plan):
    away = ask(city.sari)
    with pytest.raises(PermissionDenied):
        withdraw_request(away, actor=city.rudi.user)
    withdraw_request(away, actor=city.sari.user)
    assert away.status == "withdrawn"
    assert told("away_request_withdrawn") == {(city.rudi.nip, "away_request_withdrawn")}
    with pytest.raises(MovedOn):
        decide_away(away, accepted=True, reason="", actor=city.rudi.user)
    again = ask(city.sari)
    decide_away(again, accepted=True, reason="", actor=city.rudi.user)
    with pytest.raises(MovedOn):
        withdraw_request(again, actor=city.sari.user)
    assert away_on(THURSDAY) == {city.sari.pk: "cuti"}


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"end": THURSDAY - datetime.timedelta(days=1)}, "mendahului"),
        ({"start": datetime.date(2026, 12, 4), "end": FRIDAY}, "sudah lewat"),
        ({"start": datetime.date(2026, 11, 1), "kind": "sakit"}, "sudah lewat"),
        ({"leave_type": "penting", "end": datetime.date(2027, 1, 17)}, "paling lama 1 bulan"),
        ({"leave_type": "melahirkan", "end": datetime.date(2027, 3, 17)}, "paling lama 3 bulan"),
    ],
)
def test_requests_that_cannot_be_are_refused(city, plan, over, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(city.sari, **over)
    assert Away.objects.count() == 0


def test_the_longest_that_a_kind_may_last_is_not_refused(city, plan):
    away = ask(city.sari, leave_type="penting", end=datetime.date(2027, 1, 16))
    assert away.status == "requested"


def test_pppk_have_no_leave_of_pns(city, plan):
    Employee.objects.filter(pk=city.sari.pk).update(employment="pppk")
    with pytest.raises(Refused, match="tidak tersedia bagi PPPK"):
        ask(city.sari, leave_type="besar")
    assert ask(city.sari, leave_type="tahunan").status == "requested"


def test_overlaps_are_refused_at_the_request_and_again_at_the_decision(city, plan):
    away = ask(city.sari)
    with pytest.raises(Refused, match="masih menunggu"):
        ask(city.sari, start=FRIDAY)
    record_away(
        city.sari, kind="dinas_luar", starts_on=FRIDAY, ends_on=FRIDAY,
        letter_number="ST/1", actor=city.hana.user,
    )  # fmt: skip
    with pytest.raises(Refused, match="Sudah tercatat dinas luar"):
        decide_away(away, accepted=True, reason="", actor=city.rudi.user)
    away.refresh_from_db()
    assert away.status == "requested"
    with pytest.raises(PermissionDenied):
        request_away(
            city.sari, kind="sakit", starts_on=THURSDAY, ends_on=THURSDAY, actor=city.rudi.user
        )


def test_the_cause_is_never_visible_to_colleagues(city, plan, as_):
    away = ask(city.sari, reason="Acara keluarga")
    for who in (city.tono, city.umar, city.yanti, city.laras):
        with pytest.raises(Http404):
            request_for(scope_for(getattr(who, "user", who)), away.pk)
    for who in (city.hana, city.wati):
        with pytest.raises(PermissionDenied):
            request_to_decide(scope_for(who.user), away.pk)
    decide_away(away, accepted=True, reason="", actor=city.rudi.user)
    client = as_(city.tono)
    for name in ("schedules:away_requests", "schedules:my_schedule", "attendance:today"):
        page = client.get(reverse(name)).content.decode()
        assert "Cuti tahunan" not in page
        assert "Acara keluarga" not in page


def test_the_pages_lead_from_the_form_to_the_decision(city, plan, as_):
    client = as_(city.sari)
    page = client.get(reverse("schedules:away_request_new"))
    assert "Rudi Hartono" in page.content.decode()
    sent = {"kind": "tahunan", "starts_on": "2026-12-17", "ends_on": "2026-12-16"}
    answer = client.post(reverse("schedules:away_request_new"), sent)
    assert answer.status_code == 422
    assert "mendahului" in answer.content.decode()
    answer = client.post(reverse("schedules:away_request_new"), sent | {"ends_on": "2026-12-18"})
    away = Away.objects.get()
    detail = reverse("schedules:away_request_detail", args=[away.pk])
    assert (answer.status_code, answer.url) == (302, detail)
    page = client.get(detail).content.decode()
    assert "2 hari kerja" in page
    assert "1 hari WFH yang terjadwal akan gugur: Kamis, 17 Desember" in page
    assert "Setujui" not in page
    client = as_(city.rudi)
    assert "Sari Wulandari" in client.get(reverse("schedules:away_queue")).content.decode()
    decide = reverse("schedules:away_request_decide", args=[away.pk])
    answer = client.post(decide, {"decision": "refuse"})
    assert answer.status_code == 422
    client.post(decide, {"decision": "accept", "status": "refused", "employee": city.tono.pk})
    away.refresh_from_db()
    assert (away.status, away.employee) == ("approved", city.sari)
    assert client.post(decide, {"decision": "refuse", "reason": "Tidak jadi"}).status_code == 422
    away.refresh_from_db()
    assert away.status == "approved"


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_queries(city, plan, as_, django_assert_num_queries, count):
    for n in range(count):
        day = THURSDAY + datetime.timedelta(days=7 * n)
        ask(city.sari, day, day)
    client = as_(city.rudi)
    client.get(reverse("schedules:away_queue"))
    with django_assert_num_queries(7):
        client.get(reverse("schedules:away_queue"))
    client = as_(city.sari)
    client.get(reverse("schedules:away_requests"))
    with django_assert_num_queries(5):
        client.get(reverse("schedules:away_requests"))
