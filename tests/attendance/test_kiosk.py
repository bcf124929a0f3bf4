"""The kiosk: NIP and PIN on a device of the unit, one tap, and nothing else for anybody else."""

import datetime
import re
import uuid

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from attendance.models import CheckIn, Kiosk, KioskPin, PlaceEvidence
from attendance.queries.held import holdings
from attendance.services.check_ins import check_in
from attendance.services.kiosks import (
    WrongPin,
    change_one_time_pin,
    close_kiosk,
    hand_over_pin,
    known_at_kiosk,
    open_kiosk,
    set_own_pin,
)
from tests.attendance.conftest import MONDAY, OFFICE, at_time
from units.decisions import MovedOn, Refused
from units.models import Decision, Place, Posting, RoleGrant

pytestmark = pytest.mark.django_db
PIN = "482915"
SCREEN = "/kiosk/layar/"
TAP = "/kiosk/layar/presensi/"
NEW_PIN = "/kiosk/layar/pin/"
WRONG = "NIP atau PIN tidak sesuai. Presensi belum tercatat."
GONE = "Halaman tadi sudah tidak berlaku"
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _counts_of_nobody(db):
    """Let no test stand in the way of another by what it counted."""
    cache.clear()


@pytest.fixture
def kiosk(city, hours, monday):
    """Hana opened a kiosk for Bappelitbangda; Sari set her PIN."""
    set_own_pin(city.sari, pin=PIN, repeated=PIN, actor=city.sari.user)
    found, _token = open_kiosk(
        city.agency, place=city.office, name="Meja Piket", actor=city.hana.user
    )
    return found


@pytest.fixture
def device(city, kiosk):
    """A device on which Hana signed in and opened a kiosk of her own."""
    return opened_by(city.hana, city)


def opened_by(person, city, unit=None, **options):
    client = Client(**options)
    client.force_login(person.user)
    data = {"unit": (unit or city.agency).pk, "place": city.office.pk, "name": "Lobi"}
    answer = client.post(reverse("attendance:kiosk_new"), data)
    assert (answer.status_code, answer["Location"]) == (302, SCREEN)
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def ticket_of(answer):
    return TICKET.search(answer.content.decode())[1]


def enter(client, nip, pin=PIN):
    """Type NIP and PIN on a fresh page."""
    ticket = ticket_of(client.get(SCREEN))
    return client.post(SCREEN, {"ticket": ticket, "nip": nip, "pin": pin})


def press(client, ticket, direction="in"):
    return client.post(TAP, {"ticket": ticket, "direction": direction})


def tap_at(kiosk, person, direction="in"):
    return check_in(
        person, direction=direction, key=uuid.uuid4(), evidence=None, device_time=None,
        actor=person.user, kiosk=kiosk,
    )  # fmt: skip


def test_a_person_comes_and_goes_at_the_kiosk(city, device, time_machine):
    time_machine.move_to(at_time(MONDAY, 7, 20), tick=False)
    known = enter(device, "19900101 201503 2 001")
    assert "Sari Wulandari" in text_of(known)
    assert known["Refresh"] == f"60; url={SCREEN}"
    done = press(device, ticket_of(known))
    assert "Presensi masuk tercatat pukul 07.20" in text_of(done)
    assert done["Refresh"] == f"12; url={SCREEN}"
    time_machine.move_to(at_time(MONDAY, 16, 5), tick=False)
    assert "Sari" not in text_of(device.get(SCREEN))
    press(device, ticket_of(enter(device, city.sari.nip)), "out")
    rows = CheckIn.objects.order_by("pk")
    lobby = Kiosk.objects.get(name="Lobi")
    assert [
        (row.direction, row.workplace, row.finding, row.place_id, row.kiosk_id, row.device)
        for row in rows
    ] == [
        ("in", "wfo", "accepted", city.office.pk, lobby.pk, ""),
        ("out", "wfo", "accepted", city.office.pk, lobby.pk, ""),
    ]
    assert [row.server_time for row in rows] == [at_time(MONDAY, 7, 20), at_time(MONDAY, 16, 5)]
    assert {row.employee_id for row in rows} == {city.sari.pk}
    assert PlaceEvidence.objects.count() == 0


def test_her_own_page_says_that_it_was_a_kiosk(city, kiosk, as_):
    tap_at(kiosk, city.sari)
    assert "Masuk 09.00</b> · di kiosk" in text_of(as_(city.sari).get(reverse("attendance:today")))


def test_no_page_of_the_kiosk_is_kept_or_runs_a_script(city, device):
    for answer in (device.get(SCREEN), enter(device, city.sari.nip)):
        assert "no-store" in answer["Cache-Control"]
        assert "<script" not in answer.content.decode()
        assert "geolocation" not in answer.content.decode()


def test_opening_ends_the_session_and_the_cookie_opens_nothing_else(city, device):
    morsel = device.cookies["kiosk"]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Strict", "/kiosk/")
    assert int(morsel["max-age"]) == 14 * 3600
    assert device.get(SCREEN).status_code == 200
    assert not device.session.get("_auth_user_id")
    for name in ("attendance:today", "attendance:kiosk_list", "attendance:kiosk_new",
                 "attendance:kiosk_pin", "units:employee_list", "attendance:own_data"):  # fmt: skip
        assert device.get(reverse(name))["Location"].startswith("/akun/login/"), name
    known = enter(device, city.sari.nip)
    assert known.status_code == 200
    assert device.get(reverse("attendance:today")).status_code == 302


def test_the_cookie_is_marked_for_encrypted_lines_where_sessions_are(city, kiosk, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert opened_by(city.hana, city).cookies["kiosk"]["secure"] is True


def test_an_account_and_a_kiosk_never_share_a_device(city, device):
    known = enter(device, city.sari.nip)
    device.force_login(city.tono.user)
    assert device.get(SCREEN).status_code == 403
    assert press(device, ticket_of(known)).status_code == 403
    assert CheckIn.objects.count() == 0


def test_a_forged_a_foreign_a_closed_and_an_old_cookie_open_nothing(city, device, time_machine):
    good = device.cookies["kiosk"].value
    ticket = ticket_of(enter(device, city.sari.nip))
    for value in ("", "x", good[:-1] + ("A" if good[-1] != "A" else "B"), good.split(":")[0]):
        other = Client()
        other.cookies["kiosk"] = value
        assert other.get(SCREEN).status_code == 403, value
        assert press(other, ticket).status_code == 403
    row = Kiosk.objects.get(name="Lobi")
    time_machine.move_to(row.expires_at, tick=False)
    device.cookies["kiosk"] = good
    assert device.get(SCREEN).status_code == 403
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    assert device.get(SCREEN).status_code == 200
    close_kiosk(row, actor=city.hana.user)
    assert device.get(SCREEN).status_code == 403
    assert press(device, ticket).status_code == 403
    assert CheckIn.objects.count() == 0


def test_the_service_itself_refuses_a_closed_kiosk(city, kiosk):
    close_kiosk(kiosk, actor=city.hana.user)
    with pytest.raises(Refused, match="sudah ditutup"):
        tap_at(kiosk, city.sari)
    with pytest.raises(MovedOn):
        close_kiosk(kiosk, actor=city.hana.user)
    assert CheckIn.objects.count() == 0


def test_a_kiosk_is_closed_from_the_list_on_another_device(city, device, as_):
    hana = as_(city.hana)
    shown = text_of(hana.get(reverse("attendance:kiosk_list")))
    assert "Terbuka sampai 7 Des 23.00" in shown
    row = Kiosk.objects.get(name="Lobi")
    hana.post(reverse("attendance:kiosk_close", args=[row.pk]))
    shown = text_of(hana.get(reverse("attendance:kiosk_list")))
    assert "Ditutup 7 Des 09.00 · Hana Pertiwi" in shown
    assert device.get(SCREEN).status_code == 403


def test_a_ticket_of_one_kiosk_is_nothing_at_another_and_for_a_minute(city, device, time_machine):
    ticket = ticket_of(enter(device, city.sari.nip))
    other = opened_by(city.dewi, city)
    assert GONE in text_of(press(other, ticket))
    time_machine.move_to(at_time(MONDAY, 9, 2), tick=False)
    assert GONE in text_of(press(device, ticket))
    for wrong in ("", "x", ticket[:-1]):
        assert press(device, wrong).status_code == 422
    assert CheckIn.objects.count() == 0


def test_a_ticket_is_for_one_tap(city, device):
    ticket = ticket_of(enter(device, city.sari.nip))
    press(device, ticket)
    again = press(device, ticket)
    assert "Presensi masuk tercatat pukul 09.00" in text_of(again)
    other = press(device, ticket, "out")
    assert (other.status_code, "sudah pernah dipakai" in text_of(other)) == (409, True)
    assert CheckIn.objects.count() == 1


def test_going_back_does_not_send_another_persons_pin_again(city, device):
    sent = {"ticket": ticket_of(device.get(SCREEN)), "nip": city.sari.nip, "pin": PIN}
    assert "Sari" in text_of(device.post(SCREEN, sent))
    again = device.post(SCREEN, sent)
    assert (again.status_code, GONE in text_of(again), "Sari" in text_of(again)) == (
        422, True, False,
    )  # fmt: skip


def test_the_first_tap_of_a_day_stands(city, device, time_machine):
    press(device, ticket_of(enter(device, city.sari.nip)))
    time_machine.move_to(at_time(MONDAY, 9, 30), tick=False)
    second = press(device, ticket_of(enter(device, city.sari.nip)))
    assert "Presensi masuk tercatat pukul 09.00" in text_of(second)
    assert CheckIn.objects.count() == 1


def test_an_unknown_nip_a_wrong_pin_and_no_pin_get_one_answer(city, device):
    answers = [
        enter(device, city.sari.nip, "739164"),
        enter(device, "199001012015032999"),
        enter(device, city.tono.nip),
    ]
    bare = [
        re.sub(r'value="[^"]*"', "", re.sub(r"[\w.-]*csrf[^>]*>", "", a.content.decode()))
        for a in answers
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert WRONG in bare[0]
    assert len(set(bare)) == 1
    alone = enter(device, city.sari.nip, "")
    assert (alone.status_code, "Sari" in text_of(alone)) == (422, False)


def test_an_unknown_nip_costs_one_hash_as_a_wrong_pin_does(city, kiosk, monkeypatch):
    made = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        made.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for nip in (city.sari.nip, "199001012015032999"):
        made.clear()
        with pytest.raises(WrongPin):
            known_at_kiosk(kiosk, nip, "739164")
        assert len(made) == 1, nip


def test_the_pin_is_kept_as_argon2_and_not_as_digits(city, monday, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    set_own_pin(city.sari, pin=PIN, repeated=PIN, actor=city.sari.user)
    secret = KioskPin.objects.get().secret
    assert secret.startswith("argon2$argon2id$")
    assert PIN not in secret


def test_guessing_the_pin_of_one_person_ends_after_five(city, device):
    for guess in range(5):
        assert enter(device, city.sari.nip, f"73916{guess}").status_code == 422
    stopped = enter(device, city.sari.nip)
    assert stopped.status_code == 429
    assert "Terlalu banyak percobaan" in text_of(stopped)
    spaced = enter(device, city.sari.nip[:8] + " " + city.sari.nip[8:])
    assert spaced.status_code == 429
    elsewhere = opened_by(city.dewi, city)
    assert enter(elsewhere, city.sari.nip).status_code == 429


def test_guessing_from_one_device_ends_after_twenty(city, device):
    for number in range(20):
        assert enter(device, f"1990010120150329{number:02d}").status_code == 422
    assert enter(device, city.sari.nip).status_code == 429
    assert enter(opened_by(city.dewi, city), city.sari.nip).status_code == 200


def test_every_step_needs_the_token_against_forged_forms(city, kiosk):
    client = opened_by(city.hana, city)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["kiosk"] = client.cookies["kiosk"].value
    page = strict.get(SCREEN)
    data = {"ticket": ticket_of(page), "nip": city.sari.nip, "pin": PIN}
    assert strict.post(SCREEN, data).status_code == 403
    assert strict.post(TAP, {"ticket": "x", "direction": "in"}).status_code == 403
    assert strict.post(NEW_PIN, {"ticket": "x"}).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    assert strict.post(SCREEN, {**data, "csrfmiddlewaretoken": token}).status_code == 200


def test_the_token_of_the_officer_is_not_the_kiosks(city, kiosk):
    client = Client()
    client.force_login(city.hana.user)
    client.get(reverse("attendance:kiosk_new"))
    before = (client.cookies["csrftoken"].value, client.session.session_key)
    data = {"unit": city.agency.pk, "place": city.office.pk, "name": "Lobi"}
    client.post(reverse("attendance:kiosk_new"), data)
    assert client.cookies["csrftoken"].value != before[0]
    thief = Client()
    thief.cookies["sessionid"] = before[1]
    assert thief.get(reverse("attendance:today")).status_code == 302


def test_people_of_another_unit_are_refused_after_their_pin_alone(city, device, kiosk):
    set_own_pin(city.umar, pin=PIN, repeated=PIN, actor=city.umar.user)
    assert WRONG in text_of(enter(device, city.umar.nip, "739164"))
    answer = enter(device, city.umar.nip)
    assert answer.status_code == 422
    assert "tidak ditempatkan pada unit kiosk ini" in text_of(answer)
    with pytest.raises(Refused, match="tidak ditempatkan"):
        tap_at(kiosk, city.umar)
    assert CheckIn.objects.count() == 0


def test_a_kiosk_of_a_division_is_not_for_the_agency(city, device):
    set_own_pin(city.hana, pin=PIN, repeated=PIN, actor=city.hana.user)
    division = opened_by(city.rudi, city, city.division)
    assert enter(division, city.sari.nip).status_code == 200
    assert "tidak ditempatkan" in text_of(enter(division, city.hana.nip))


def test_who_left_is_not_known_and_who_leaves_is_until_then(city, device):
    city.sari.left_on = MONDAY + datetime.timedelta(days=1)
    city.sari.save()
    known = enter(device, city.sari.nip)
    assert known.status_code == 200
    city.sari.left_on = MONDAY
    city.sari.save()
    assert GONE in text_of(press(device, ticket_of(known)))
    assert WRONG in text_of(enter(device, city.sari.nip))
    assert CheckIn.objects.count() == 0


def test_a_closed_account_is_not_known(city, device):
    city.sari.user.is_active = False
    city.sari.user.save()
    assert WRONG in text_of(enter(device, city.sari.nip))


def test_who_was_posted_elsewhere_since_is_refused_at_the_tap(city, device):
    known = enter(device, city.sari.nip)
    Posting.objects.filter(employee=city.sari).update(unit=city.counter)
    answer = press(device, ticket_of(known))
    assert (answer.status_code, "tidak ditempatkan" in text_of(answer)) == (409, True)
    assert CheckIn.objects.count() == 0


def test_a_day_at_home_is_refused_with_a_sentence(city, device, at_home):
    at_home(city.sari, MONDAY)
    answer = press(device, ticket_of(enter(device, city.sari.nip)))
    assert answer.status_code == 409
    assert "lokasi kerja Anda hari ini WFH. Kiosk hanya untuk hari WFO." in text_of(answer)
    assert CheckIn.objects.count() == 0


def test_a_day_off_and_an_absence_are_kept_for_review(city, kiosk, away, time_machine):
    away(city.sari, MONDAY)
    row = tap_at(kiosk, city.sari)
    assert (row.finding, row.review_reason) == ("review", "away")
    Kiosk.objects.update(expires_at=at_time(MONDAY + datetime.timedelta(days=6), 9))
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=5), 8), tick=False)
    row = tap_at(kiosk, city.sari)
    assert (row.finding, row.review_reason) == ("review", "holiday")


def test_who_opened_a_kiosk_is_kept_for_review_there(city, device, kiosk):
    """A head could open one on a phone at home: its place is no evidence for who opened it."""
    set_own_pin(city.hana, pin=PIN, repeated=PIN, actor=city.hana.user)
    assert press(device, ticket_of(enter(device, city.hana.nip))).status_code == 200
    row = CheckIn.objects.get()
    assert (row.employee, row.finding, row.review_reason) == (city.hana, "review", "own_kiosk")
    assert tap_at(kiosk, city.sari).finding == "accepted"


def test_a_kiosk_ends_with_the_right_of_who_opened_it(city, device):
    known = enter(device, city.sari.nip)
    RoleGrant.objects.filter(user=city.hana.user).update(ends_on=MONDAY - datetime.timedelta(1))
    assert device.get(SCREEN).status_code == 403
    assert press(device, ticket_of(known)).status_code == 403
    assert CheckIn.objects.count() == 0


def test_a_kiosk_ends_with_the_account_of_who_opened_it(city, device):
    city.hana.user.is_active = False
    city.hana.user.save()
    assert device.get(SCREEN).status_code == 403


def test_nobody_taps_for_somebody_else(city, kiosk):
    with pytest.raises(PermissionDenied):
        check_in(
            city.sari, direction="in", key=uuid.uuid4(), evidence=None, device_time=None,
            actor=city.hana.user, kiosk=kiosk,
        )  # fmt: skip
    assert CheckIn.objects.count() == 0


def test_who_may_open_a_kiosk_and_where(city, monday):
    far = Place.objects.create(
        unit=city.service, name="Loket", latitude=OFFICE[0], longitude=OFFICE[1]
    )
    for person, unit in ((city.sari, city.division), (city.rudi, city.agency),
                         (city.yanti, city.agency)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            open_kiosk(unit, place=city.office, name="Lobi", actor=person.user)
    with pytest.raises(Refused, match="bukan tempat kerja"):
        open_kiosk(city.agency, place=far, name="Lobi", actor=city.hana.user)
    with pytest.raises(Refused, match="Isi nama"):
        open_kiosk(city.agency, place=city.office, name="  ", actor=city.hana.user)
    assert Kiosk.objects.count() == 0
    row, token = open_kiosk(city.division, place=city.office, name="Lobi", actor=city.rudi.user)
    assert row.expires_at - row.opened_at == datetime.timedelta(hours=14)
    assert token not in row.digest
    assert Decision.objects.get(act="open_kiosk").actor == city.rudi.user
    with pytest.raises(PermissionDenied):
        close_kiosk(row, actor=city.yanti.user)


def test_a_pin_handed_over_is_changed_before_the_first_tap(city, device, as_):
    shown = as_(city.hana).post(reverse("attendance:kiosk_pin_hand_over"), {"nip": city.tono.nip})
    pin = re.search(r'class="pin">(\d{6})<', shown.content.decode())[1]
    asked = enter(device, city.tono.nip, pin)
    assert "Tetapkan PIN Anda" in text_of(asked)
    ticket = ticket_of(asked)
    assert GONE in text_of(press(device, ticket))
    same = device.post(NEW_PIN, {"ticket": ticket, "pin": pin, "repeated": pin})
    assert (same.status_code, "yang lain daripada PIN sekali pakai" in text_of(same)) == (422, True)
    own = {"ticket": ticket_of(same), "pin": PIN, "repeated": PIN}
    offered = device.post(NEW_PIN, own)
    assert "Presensi masuk" in text_of(offered)
    assert GONE in text_of(device.post(NEW_PIN, {**own, "pin": "739164", "repeated": "739164"}))
    press(device, ticket_of(offered))
    assert CheckIn.objects.get().employee == city.tono
    assert WRONG in text_of(enter(device, city.tono.nip, pin))
    assert enter(device, city.tono.nip).status_code == 200
    acts = Decision.objects.filter(act__endswith="kiosk_pin").order_by("pk")
    assert [row.act for row in acts][-2:] == ["hand_over_kiosk_pin", "set_kiosk_pin"]
    assert pin not in str(list(acts.values()))


def test_a_pin_handed_over_ends_after_seven_days(city, kiosk, time_machine):
    _person, pin = hand_over_pin(city.tono.nip, actor=city.hana.user)
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=7), 9), tick=False)
    with pytest.raises(WrongPin):
        known_at_kiosk(kiosk, city.tono.nip, pin)
    with pytest.raises(MovedOn):
        change_one_time_pin(city.tono, pin=PIN, repeated=PIN)
    assert KioskPin.objects.get(employee=city.tono).one_time is True


def test_unit_hr_hands_pins_to_its_own_people_and_not_to_itself(city, monday):
    for nip, said in ((city.umar.nip, "Tidak ada pegawai"), ("1", "Tidak ada pegawai"),
                      (city.hana.nip, "PIN Anda sendiri")):  # fmt: skip
        with pytest.raises(Refused, match=said):
            hand_over_pin(nip, actor=city.hana.user)
    with pytest.raises(Refused):
        hand_over_pin(city.sari.nip, actor=city.rudi.user)
    assert KioskPin.objects.count() == 0


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("48291", "enam angka"), ("48291x", "enam angka"), ("٤٨٢٩١٥", "enam angka"),
        ("111222", "mudah ditebak"), ("123456", "mudah ditebak"), ("987654", "mudah ditebak"),
        ("199001", "mudah ditebak"), ("012015", "mudah ditebak"),
    ],
)  # fmt: skip
def test_a_weak_pin_is_refused(city, monday, as_, pin, said):
    answer = as_(city.sari).post(reverse("attendance:kiosk_pin"), {"pin": pin, "repeated": pin})
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert KioskPin.objects.count() == 0


def test_the_own_pin_is_set_in_the_account_by_oneself(city, monday, as_):
    page = reverse("attendance:kiosk_pin")
    client = as_(city.sari)
    assert client.post(page, {"pin": PIN, "repeated": "482916"}).status_code == 422
    assert client.post(page, {"pin": PIN, "repeated": PIN})["Location"] == page
    assert KioskPin.objects.get().employee == city.sari
    with pytest.raises(PermissionDenied):
        set_own_pin(city.sari, pin="739164", repeated="739164", actor=city.hana.user)


def test_kiosks_and_pins_leave_no_secret_in_the_own_copy(city, kiosk):
    tap_at(kiosk, city.sari)
    held = {one.name: one for one in holdings()}
    everything = str([list(one.rows(city.sari)) for one in held.values()])
    assert KioskPin.objects.get().secret not in everything
    assert kiosk.digest not in everything
    assert "Meja Piket" in str(list(held["attendance-checkin"].rows(city.sari)))
    assert len(list(held["attendance-kioskpin"].rows(city.sari))) == 1
