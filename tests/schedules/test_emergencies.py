"""Emergency mode: by whom, for whom, floors named and confirmed, days charged to nobody."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schedules.models import Emergency, EmergencyTerm, Swap
from schedules.queries.day_reasons import day_reason
from schedules.queries.emergencies import preview_of
from schedules.queries.feeds import calendar_of
from schedules.queries.floors import floors_left_short
from schedules.queries.rotations import rotation_of
from schedules.queries.workplaces import wfh_on, workplace_of
from schedules.services.emergencies import (
    cancel_emergency,
    change_last_day,
    declare_emergency,
)
from schedules.services.recalls import recall_people
from tests.schedules.balance_cast import at, away
from tests.schedules.office_cast import make_floor
from tests.schedules.swap_cast import THURSDAY, TUESDAY, offered, published_plan
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Outbox, Posting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

MONDAY = datetime.date(2026, 12, 7)
WEDNESDAY = datetime.date(2026, 12, 16)
WORDS = "Loket dipindah ke kecamatan sebelah"


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


def declare(city, actor=None, *, people=(), **over):
    values = {
        "kind": "flood", "reason": "Banjir Kali Bekasi", "letter_number": "800/77",
        "letter_dated_on": MONDAY, "starts_on": TUESDAY, "ends_on": THURSDAY,
        "units": [] if people else [city.division],
        "employee_ids": [one.pk for one in people], "confirmation": WORDS,
        "actor": (actor or city.wati).user,
    } | over  # fmt: skip
    return declare_emergency(**values)


def state():
    return (
        sorted(Emergency.objects.values_list("pk", "starts_on", "ends_on", "status")),
        sorted(EmergencyTerm.objects.values_list()),
        Outbox.objects.count(),
    )


def covered(emergency):
    return set(emergency.terms.values_list("employee__name", flat=True))


def test_bkpsdm_switches_a_unit(plan, city):
    emergency = declare(city)
    assert {"Rudi Hartono", "Sari Wulandari", "Tono Prasetyo"} <= covered(emergency)
    assert emergency.head_count == emergency.terms.count() == 9
    for person in (city.rudi, city.sari, city.tono):
        assert workplace_of(person, WEDNESDAY) == "wfh"
    assert workplace_of(city.sari, datetime.date(2026, 12, 18)) == "wfo"
    reason = day_reason(city.tono, WEDNESDAY)
    assert (reason.place, reason.rule) == ("wfh", "emergency")
    assert "Banjir: Banjir Kali Bekasi (surat nomor 800/77)" in reason.text
    assert f"{WEDNESDAY:%Y%m%d}-{city.tono.pk}@" in calendar_of(city.tono).decode()
    rotation = rotation_of(plan)
    assert rotation.orders[str(city.tono.pk), WEDNESDAY.isoformat()] == "emergency"


def test_everybody_is_told_and_the_act_is_recorded(plan, city):
    emergency = declare(city)
    assert Outbox.objects.filter(kind="emergency_declared").count() == 9
    decision = decisions_on(emergency)[0]
    assert (decision.act, decision.actor, decision.unit) == (
        "emergency_declared", city.wati.user, city.division,
    )  # fmt: skip
    assert decision.after["people"] == 9
    assert decision.after["confirmation"] == WORDS


def test_a_head_switches_the_own_people_and_never_itself(plan, city):
    emergency = declare(city, city.rudi)
    assert "Rudi Hartono" not in covered(emergency)
    assert emergency.head_count == 8
    agency = declare(city, city.dewi, units=[city.agency])
    assert "Rudi Hartono" in covered(agency)
    assert "Dewi Anggraini" not in covered(agency)


def test_bkpsdm_never_switches_itself(city):
    with pytest.raises(Refused, match="Tidak ada pegawai"):
        declare(city, units=[city.personnel])
    with pytest.raises(PermissionDenied):
        declare(city, people=[city.wati])


def test_a_stand_in_acts_with_the_mandate(plan, city):
    city.rudi.postings.update(ends_on=datetime.date(2026, 12, 6))
    Posting.objects.create(
        employee=city.hana, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, letter_number="800/1", starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    emergency = declare(city, city.hana)
    assert emergency.mandate == "Plh. Kepala Bidang, surat 800/1"
    assert decisions_on(emergency)[0].mandate == "Plh. Kepala Bidang, surat 800/1"


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "umar"])
def test_who_decides_for_nobody_switches_nobody(plan, city, who):
    before = state()
    with pytest.raises(PermissionDenied):
        declare(city, getattr(city, who))
    assert state() == before


@pytest.mark.parametrize("over", [{"units": "division"}, {"people": "sari"}, {"units": "agency"}])
def test_a_head_of_another_agency_is_kept_out(plan, city, over):
    before = state()
    given = {name: [getattr(city, one)] for name, one in over.items()}
    with pytest.raises(PermissionDenied):
        declare(city, city.yanti, **given)
    assert state() == before


def test_single_people(plan, city):
    emergency = declare(city, city.rudi, people=[city.sari])
    assert covered(emergency) == {"Sari Wulandari"}
    assert wfh_on(WEDNESDAY) == {city.sari.pk}


@pytest.mark.parametrize(
    ("over", "text"),
    [
        ({"reason": " "}, "alasan keadaan darurat"),
        ({"letter_number": " "}, "nomor dan tanggal surat"),
        ({"letter_dated_on": None}, "nomor dan tanggal surat"),
        ({"letter_dated_on": TUESDAY}, "sesudah hari ini"),
        ({"kind": "party"}, "jenis"),
        ({"ends_on": MONDAY}, "mendahului"),
        ({"starts_on": datetime.date(2026, 12, 6)}, "sudah lewat"),
        ({"ends_on": datetime.date(2027, 12, 6)}, "tiga bulan"),
        (
            {"starts_on": datetime.date(2026, 12, 19), "ends_on": datetime.date(2026, 12, 20)},
            "hari kerja",
        ),
        ({"units": []}, "Tidak ada pegawai"),
    ],
)
def test_what_is_refused_changes_nothing(plan, city, over, text):
    before = state()
    with pytest.raises(Refused, match=text):
        declare(city, **over)
    assert state() == before


def test_each_floor_left_short_is_named_and_confirmed_in_words(plan, city):
    before = state()
    for words in ("", "ya", "saya tahu"):
        with pytest.raises(Refused, match="kalimat Anda sendiri"):
            declare(city, confirmation=words)
    assert state() == before
    emergency = declare(city)
    assert emergency.confirmation == WORDS
    assert emergency.breaches == [
        f"{day}: Bidang tetap berjalan, Bidang Ekonomi (hanya 0 dari 5)"
        for day in ("Selasa, 15 Desember 2026", "Rabu, 16 Desember 2026",
                    "Kamis, 17 Desember 2026")
    ]  # fmt: skip


def test_without_a_floor_short_no_words_are_kept(plan, city):
    emergency = declare(city, people=[city.tono], starts_on=WEDNESDAY, ends_on=WEDNESDAY)
    assert (emergency.breaches, emergency.confirmation) == ([], "")


def test_floors_count_orders_and_absences(plan, city):
    floor = city.division.pk

    def short(*people):
        return [
            (one.day, one.on_site)
            for one in floors_left_short([p.pk for p in people], [WEDNESDAY])
            if one.unit_id == floor
        ]

    # Nine people, nobody at home on the Wednesday, five must stay.
    staff = list(
        Posting.objects.filter(unit=city.division, is_head=False)
        .order_by("pk").values_list("employee", flat=True)
    )  # fmt: skip
    four = [type("P", (), {"pk": pk}) for pk in staff[:4]]
    assert short(*four) == []
    five = [type("P", (), {"pk": pk}) for pk in staff[:5]]
    assert short(*five) == [(WEDNESDAY, 4)]
    away(city, city.rudi, WEDNESDAY)
    assert short(*four) == [(WEDNESDAY, 4)]


def test_floors_of_others_are_not_named(plan, city):
    make_floor(plan.policy, city.counter, 3)
    assert floors_left_short([city.sari.pk], [WEDNESDAY]) == []


def test_queries_do_not_grow_with_people_or_days(plan, city, django_assert_num_queries):
    with django_assert_num_queries(19):
        preview_of([city.sari.pk], TUESDAY, TUESDAY)
    everybody = list(Posting.objects.values_list("employee", flat=True))
    with django_assert_num_queries(19):
        preview_of(everybody, TUESDAY, datetime.date(2026, 12, 18))


def test_a_recall_stays_and_the_preview_says_so(plan, city):
    recall_people([city.sari.pk], date=THURSDAY, reason="Rapat", actor=city.rudi.user)
    assert preview_of([city.sari.pk, city.tono.pk], TUESDAY, THURSDAY).recalled == 1
    declare(city)
    assert workplace_of(city.sari, THURSDAY) == "wfo"
    assert workplace_of(city.sari, WEDNESDAY) == "wfh"


def test_swaps_of_these_days_fall(plan, city):
    swap = offered(city, plan)
    declare(city)
    swap.refresh_from_db()
    assert swap.status == Swap.Status.FALLEN


def change(city, emergency, ends_on, actor=None, **over):
    return change_last_day(
        emergency,
        **{"ends_on": ends_on, "seen": emergency.ends_on, "reason": "Air surut",
           "confirmation": WORDS, "actor": (actor or city.wati).user} | over,
    )  # fmt: skip


def test_ended_early_only_days_to_come_change(plan, city, time_machine):
    emergency = declare(city)
    time_machine.move_to(at(WEDNESDAY), tick=False)
    with pytest.raises(Refused, match="paling awal hari ini"):
        change(city, emergency, TUESDAY)
    change(city, emergency, WEDNESDAY)
    assert workplace_of(city.tono, TUESDAY) == "wfh"
    assert workplace_of(city.tono, WEDNESDAY) == "wfh"
    assert workplace_of(city.tono, THURSDAY) == "wfo"
    assert decisions_on(emergency)[0].act == "emergency_ended"
    assert Outbox.objects.filter(kind="emergency_changed").count() == 9


def test_once_over_it_never_changes(plan, city, time_machine):
    emergency = declare(city)
    time_machine.move_to(at(datetime.date(2026, 12, 18)), tick=False)
    before = state()
    for day in (WEDNESDAY, datetime.date(2026, 12, 18), datetime.date(2026, 12, 22)):
        with pytest.raises(Refused, match="tidak berubah"):
            change(city, emergency, day)
    with pytest.raises(Refused, match="sudah mulai"):
        cancel_emergency(emergency, reason="x", actor=city.wati.user)
    assert state() == before


def test_extended_with_the_new_breaches_confirmed(plan, city):
    emergency = declare(city)
    friday = datetime.date(2026, 12, 18)
    with pytest.raises(Refused, match="kalimat Anda sendiri"):
        change(city, emergency, friday, confirmation="")
    change(city, emergency, friday)
    assert workplace_of(city.tono, friday) == "wfh"
    assert emergency.breaches[-1].startswith("Jumat, 18 Desember 2026")
    assert len(emergency.breaches) == 4


def test_two_at_once_the_second_has_moved_on(plan, city):
    emergency = declare(city)
    other = Emergency.objects.get(pk=emergency.pk)
    change(city, emergency, WEDNESDAY)
    with pytest.raises(MovedOn):
        change(city, other, datetime.date(2026, 12, 18), seen=THURSDAY)
    assert Emergency.objects.get().ends_on == WEDNESDAY


def test_cancelled_before_it_begins(plan, city):
    emergency = declare(city)
    with pytest.raises(Refused, match="alasan pembatalan"):
        cancel_emergency(emergency, reason=" ", actor=city.wati.user)
    cancel_emergency(emergency, reason="Tidak jadi banjir", actor=city.wati.user)
    assert workplace_of(city.tono, WEDNESDAY) == "wfo"
    assert Emergency.objects.get().status == "cancelled"
    assert Outbox.objects.filter(kind="emergency_cancelled").count() == 9
    with pytest.raises(MovedOn):
        cancel_emergency(emergency, reason="Lagi", actor=city.wati.user)
    with pytest.raises(Refused):
        change(city, emergency, WEDNESDAY)


@pytest.mark.parametrize("who", ["sari", "hana", "yanti", "umar", "rudi"])
def test_only_who_decides_for_all_of_it_changes_it(plan, city, who):
    emergency = declare(city)
    before = state()
    actor = getattr(city, who)
    with pytest.raises(PermissionDenied):
        change(city, emergency, WEDNESDAY, actor)
    with pytest.raises(PermissionDenied):
        cancel_emergency(emergency, reason="x", actor=actor.user)
    assert state() == before
    change(city, emergency, WEDNESDAY, city.dewi)


def form_of(city, **over):
    return {
        "kind": "flood", "reason": "Banjir", "letter_number": "800/77",
        "letter_dated_on": MONDAY, "starts_on": TUESDAY, "ends_on": THURSDAY,
        "units": [city.division.pk], "nips": "", "confirmation": "", "act": "preview",
    } | over  # fmt: skip


def test_the_form_shows_what_would_happen_and_stores_nothing(plan, city, as_):
    client = as_(city.rudi)
    url = reverse("schedules:emergency_new")
    answer = client.post(url, form_of(city))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "8 pegawai" in page
    assert "3 hari kerja" in page
    assert "Bidang tetap berjalan, Bidang Ekonomi (hanya 1 dari 5)" in page
    assert Emergency.objects.count() == 0
    token = answer.context["token"]
    refused = client.post(url, form_of(city, act="declare", seen=token))
    assert refused.status_code == 422
    assert "kalimat Anda sendiri" in refused.content.decode()
    stale = client.post(url, form_of(city, act="declare", seen="x", confirmation=WORDS))
    assert "Keadaan berubah" in stale.content.decode()
    assert Emergency.objects.count() == 0
    done = client.post(url, form_of(city, act="declare", seen=token, confirmation=WORDS))
    emergency = Emergency.objects.get()
    assert done["Location"] == reverse("schedules:emergency_detail", args=[emergency.pk])
    page = client.get(done["Location"]).content.decode()
    assert WORDS in page
    assert "Sari Wulandari" in page


def test_nips_of_others_are_said_to_be_unknown(plan, city, as_):
    answer = as_(city.rudi).post(
        reverse("schedules:emergency_new"),
        form_of(city, units=[], nips=f"{city.sari.nip}\n{city.umar.nip}"),
    )
    assert answer.status_code == 422
    assert city.umar.nip in str(answer.context["form"].errors["nips"])
    assert city.sari.nip not in str(answer.context["form"].errors["nips"])


def test_units_of_others_cannot_be_chosen(plan, city, as_):
    answer = as_(city.rudi).post(
        reverse("schedules:emergency_new"), form_of(city, units=[city.counter.pk], act="declare")
    )
    assert answer.status_code == 422
    assert Emergency.objects.count() == 0


def test_the_last_day_is_changed_on_its_page(plan, city, as_):
    emergency = declare(city)
    url = reverse("schedules:emergency_change", args=[emergency.pk])
    values = {"ends_on": WEDNESDAY, "seen": THURSDAY, "reason": "Surut", "confirmation": ""}
    assert as_(city.rudi).post(url, values).status_code == 403
    assert as_(city.wati).post(url, values).status_code == 302
    assert Emergency.objects.get().ends_on == WEDNESDAY
    assert as_(city.wati).post(url, values | {"seen": "x"}).status_code == 422
