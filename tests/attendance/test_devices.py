"""The device of a tap: a number in a signed cookie, a hash in the database, a second phone kept."""

import uuid

import pytest

from attendance.models import CheckIn, SecondTap
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time, evidence

pytestmark = pytest.mark.django_db


def press(client, direction="masuk", point=OFFICE):
    return client.post(
        f"/presensi/{direction}/",
        {
            "key": uuid.uuid4(),
            "latitude": point[0],
            "longitude": point[1],
            "accuracy": 12,
            "age": 1,
        },
    )


def test_taps_of_one_browser_carry_one_hash_and_never_the_number(client, city, hours, monday):
    client.force_login(city.sari.user)
    client.get("/hari-ini/")
    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    press(client)
    press(client, "pulang")
    (one, two) = CheckIn.objects.order_by("pk").values_list("device", flat=True)
    assert one == two
    assert len(one) == 64
    assert one not in cookie.value


def test_a_forged_cookie_is_another_device(client, city, hours, monday):
    client.force_login(city.sari.user)
    client.get("/hari-ini/")
    press(client)
    client.cookies["device"] = "milik-orang-lain:tanda-tangan-palsu"
    press(client, "pulang")
    assert CheckIn.objects.values("device").distinct().count() == 2


def test_a_second_phone_elsewhere_is_kept_beside_the_first_tap(city, hours, tap):
    first = tap(city.sari, "in", at_time(MONDAY, 7, 20), device="a" * 64)
    again = tap(city.sari, "in", at_time(MONDAY, 7, 24), HOME, device="b" * 64)
    assert again == first
    second = SecondTap.objects.get()
    assert (second.check_in, second.device) == (first, "b" * 64)
    assert round(second.distance_m, -2) == 7400
    tap(city.sari, "in", at_time(MONDAY, 7, 25), HOME, device="b" * 64)
    tap(city.sari, "in", at_time(MONDAY, 7, 26), HOME, device="a" * 64)
    tap(city.sari, "in", at_time(MONDAY, 7, 27), None, device="c" * 64)
    assert SecondTap.objects.count() == 1
    assert CheckIn.objects.count() == 1


def test_second_taps_of_a_check_in_are_few(city, hours, tap):
    for number in range(9):
        tap(
            city.sari, "in", at_time(MONDAY, 7, 20 + number), device=f"{number}" * 64,
            evidence=evidence(HOME if number else OFFICE),
        )  # fmt: skip
    assert SecondTap.objects.count() == 5
