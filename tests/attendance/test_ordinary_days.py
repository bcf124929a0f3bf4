"""The short path of an ordinary check-in: six queries (at home seven), as the long one says."""

import datetime
import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from attendance.models import CheckIn
from attendance.queries.ordinary_days import ordinary_day
from attendance.services import check_ins
from schedules.models import Holiday, Recall, RecalledDay
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time
from units.models import Exclusion, Place, Posting

pytestmark = pytest.mark.django_db
FIELDS = ("work_date", "direction", "workplace", "finding", "review_reason", "place_id")
SATURDAY = MONDAY + datetime.timedelta(days=5)


@pytest.fixture
def press(city, as_, time_machine):
    """Return a function that sends one tap of Sari as her phone does."""
    time_machine.move_to(at_time(MONDAY, 7), tick=False)
    client = as_(city.sari)
    client.get(reverse("attendance:today"))  # the phone gets its cookies

    def send(direction="masuk", at=(7, 20), where=OFFICE, day=MONDAY):
        moment = at_time(day, *at)
        time_machine.move_to(moment, tick=False)
        return client.post(
            reverse("attendance:check_in", args=[direction]),
            {
                "key": uuid.uuid4(), "latitude": where[0], "longitude": where[1],
                "accuracy": 18, "age": 3, "device_time": moment.isoformat(),
            },
            headers={"accept": "application/json"},
        )  # fmt: skip

    return send


def test_an_ordinary_tap_costs_six_queries(city, hours, press, django_assert_num_queries):
    with django_assert_num_queries(6 + 2):  # and the savepoint of the test's transaction
        assert press().json()["saved"]
    with django_assert_num_queries(6 + 2):
        assert press("pulang", (16, 5)).json()["saved"]
    assert set(CheckIn.objects.values_list("finding", flat=True)) == {"accepted"}


def test_a_tap_at_home_costs_seven_queries(
    city, hours, at_home, home_of, press, django_assert_num_queries
):
    home_of(city.sari)
    at_home(city.sari, MONDAY)
    with django_assert_num_queries(7 + 2):
        assert press(where=HOME).json()["saved"]
    assert CheckIn.objects.get(work_date=MONDAY).finding == "accepted"
    assert CheckIn.objects.get(work_date=MONDAY).workplace == "wfh"


def _holiday(city, **fixtures):
    Holiday.objects.create(date=MONDAY, name="Libur", kind="national", legal_basis="SKB")


def _called_off(city, **fixtures):
    _holiday(city)
    Holiday.objects.create(
        date=MONDAY, name="Tetap bekerja", kind=Holiday.Kind.CALLED_OFF, unit=city.agency,
        legal_basis="SE",
    )  # fmt: skip


def _no_place(city, **fixtures):
    Place.objects.update(closed_on=MONDAY)


def _nearer_place(city, **fixtures):
    Place.objects.create(unit=city.division, name="Pos", latitude=HOME[0], longitude=HOME[1])


def _at_home(city, at_home, home_of, **fixtures):
    home_of(city.sari)
    at_home(city.sari, MONDAY)


def _home_unconfirmed(city, at_home, home_of, **fixtures):
    home_of(city.sari, confirmed=False)
    at_home(city.sari, MONDAY)


def _excluded(city, at_home, home_of, **fixtures):
    _at_home(city, at_home, home_of)
    Exclusion.objects.create(
        employee=city.sari, kind=Exclusion.Kind.OWN_CHOICE, starts_on=MONDAY, reason="-",
        recorded_by=city.wati.user,
    )  # fmt: skip


def _away(city, away, **fixtures):
    away(city.sari, MONDAY)


def _no_posting(city, **fixtures):
    Posting.objects.filter(employee=city.sari).update(ends_on=MONDAY - datetime.timedelta(days=1))


def _recalled(city, at_home, home_of, **fixtures):
    _at_home(city, at_home, home_of)
    recall = Recall.objects.create(
        unit=city.division, date=MONDAY, reason="Rapat", ordered_by=city.rudi.user,
        ordered_at=at_time(MONDAY, 6),
    )  # fmt: skip
    RecalledDay.objects.create(recall=recall, employee=city.sari, date=MONDAY)


def _ordinary(city, **fixtures):
    pass


CASES = [
    _ordinary, _holiday, _called_off, _no_place, _nearer_place, _at_home, _home_unconfirmed,
    _excluded, _away, _no_posting, _recalled,
]  # fmt: skip


@pytest.mark.parametrize("where", [OFFICE, HOME, (0, 0)])
@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.strip("_"))
def test_the_short_path_says_what_the_long_one_says(
    city, hours, tap, at_home, home_of, away, monkeypatch, case, direction, where
):
    case(city, at_home=at_home, home_of=home_of, away=away)

    def said():
        with transaction.atomic():
            record = tap(city.sari, direction, at_time(MONDAY, 7, 20), where)
            transaction.set_rollback(True)
        return [getattr(record, name) for name in FIELDS]

    short = said()
    monkeypatch.setattr(check_ins, "ordinary_day", lambda *args: None)
    assert said() == short


def test_who_has_pressed_before_or_comes_on_a_day_off_is_not_ordinary(city, hours, tap):
    assert ordinary_day(city.sari, "in", MONDAY) is not None
    assert ordinary_day(city.sari, "in", SATURDAY) is None
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    assert ordinary_day(city.sari, "in", MONDAY) is None
    assert ordinary_day(city.sari, "out", MONDAY) is not None
