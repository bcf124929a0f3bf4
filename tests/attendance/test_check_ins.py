"""Taps: one of each per date, by the server's clock, judged or kept for review."""

import datetime
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import translation

from attendance.models import CheckIn, CheckInReview, DayRecord, PlaceEvidence
from attendance.services.check_ins import check_in, review_check_in
from attendance.services.closing import close_day
from schedules.models import Holiday
from tests.attendance.conftest import HOME, MONDAY, OFFICE, at_time, evidence
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox, Place, Posting
from units.retelling import retold

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)


def test_a_good_tap_at_the_office_is_accepted(city, hours, tap):
    record = tap(city.sari, "in", at_time(MONDAY, 7, 21))
    record.refresh_from_db()
    assert (record.finding, record.review_reason, record.workplace) == ("accepted", "", "wfo")
    assert (record.work_date, record.server_time) == (MONDAY, at_time(MONDAY, 7, 21))
    assert record.place == city.office
    assert (record.evidence.latitude, record.evidence.accuracy_m) == (OFFICE[0], 18.0)
    assert round(record.evidence.distance_m) == 0


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (0, 1), (3, 30), (6, 59)])
def test_between_midnight_and_seven_the_work_date_is_the_local_date(city, hours, tap, hour, minute):
    record = tap(city.sari, "in", at_time(TUESDAY, hour, minute))
    assert record.work_date == TUESDAY
    # In UTC it is still Monday: the stored moment and the stored date differ on purpose.
    assert record.server_time.astimezone(datetime.UTC).date() == MONDAY


def test_one_minute_before_midnight_belongs_to_the_day_that_ends(city, hours, tap):
    assert tap(city.sari, "out", at_time(MONDAY, 23, 59)).work_date == MONDAY


def test_a_forgotten_check_out_does_not_turn_the_next_morning_around(city, hours, tap):
    tap(city.sari, "in", at_time(MONDAY, 7, 20))
    record = tap(city.sari, "in", at_time(TUESDAY, 7, 20))
    assert (record.direction, record.work_date) == ("in", TUESDAY)
    assert CheckIn.objects.count() == 2


def test_the_second_request_gets_the_first_ones_answer(city, hours, tap):
    key = uuid.uuid4()
    first = tap(city.sari, "in", at_time(MONDAY, 7, 20), key=key)
    again = tap(city.sari, "in", at_time(MONDAY, 7, 40), None, key=key)
    other_phone = tap(city.sari, "in", at_time(MONDAY, 9, 0), (0, 0))
    assert first.pk == again.pk == other_phone.pk
    assert CheckIn.objects.get().server_time == at_time(MONDAY, 7, 20)
    assert PlaceEvidence.objects.count() == 1


def test_the_database_itself_holds_one_of_each(city, hours, tap):
    """Even where both requests have looked and found nothing."""
    first = tap(city.sari, "in", at_time(MONDAY, 7, 20))
    from attendance.services.check_ins import _first_answer

    assert _first_answer(city.sari, MONDAY, "in", uuid.uuid4()) == first


def test_a_key_of_somebody_else_opens_nothing(city, hours, tap):
    key = uuid.uuid4()
    tap(city.tono, "in", at_time(MONDAY, 7, 20), key=key)
    with pytest.raises(Refused, match="belum tercatat"):
        tap(city.sari, "in", at_time(MONDAY, 7, 21), key=key)
    assert list(CheckIn.objects.values_list("employee__name", flat=True)) == ["Tono Prasetyo"]


def test_a_key_of_this_morning_does_not_check_out_tonight(city, hours, tap):
    key = uuid.uuid4()
    tap(city.sari, "in", at_time(MONDAY, 7, 20), key=key)
    with pytest.raises(Refused, match="sudah pernah dipakai"):
        tap(city.sari, "out", at_time(MONDAY, 16, 1), key=key)
    assert CheckIn.objects.count() == 1


def test_nobody_checks_in_for_somebody_else(city, hours, tap):
    with pytest.raises(PermissionDenied):
        tap(city.sari, "in", at_time(MONDAY, 7, 20), actor=city.rudi.user)
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("changes", [{"direction": "toggle"}, {"key": None}, {"key": "abc"}])
def test_an_unknown_direction_or_key_is_refused(city, hours, tap, changes):
    direction = changes.pop("direction", "in")
    with pytest.raises(Refused):
        tap(city.sari, direction, at_time(MONDAY, 7, 20), **changes)
    assert not CheckIn.objects.exists()


def test_at_home_the_confirmed_home_counts_and_the_office_does_not(
    city, hours, tap, at_home, home_of
):
    at_home(city.sari, MONDAY)
    home_of(city.sari)
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20), HOME)
    assert (record.finding, record.workplace, record.place) == ("accepted", "wfh", None)
    record = tap(city.sari, "out", at_time(MONDAY, 16, 1), OFFICE)
    assert (record.finding, record.review_reason) == ("review", "elsewhere")


def test_a_home_that_nobody_confirmed_is_for_review(city, hours, tap, at_home, home_of):
    at_home(city.sari, MONDAY)
    home_of(city.sari, confirmed=False)
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20), HOME)
    assert (record.finding, record.review_reason) == ("review", "no_home")


def test_a_unit_without_a_place_is_for_review(city, hours, tap):
    Place.objects.all().delete()
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20))
    assert (record.finding, record.review_reason) == ("review", "no_office")


def test_a_closed_place_does_not_count(city, hours, tap):
    Place.objects.update(closed_on=MONDAY)
    assert tap(city.sari, "in", at_time(MONDAY, 7, 20)).review_reason == "no_office"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (None, "no_location"),
        (evidence((0.0, 0.0)), "null_island"),
        (evidence(accuracy=0.0), "impossible_accuracy"),
        (evidence(accuracy=float("nan")), "impossible_accuracy"),
        (evidence((float("nan"), 106.9)), "impossible_location"),
        (evidence(age=121), "stale_location"),
        (evidence((-6.30, 106.9756)), "elsewhere"),
    ],
)
def test_what_is_doubtful_is_kept_for_review_and_never_refused(city, hours, tap, given, code):
    record = tap(city.sari, "in", at_time(MONDAY, 7, 20), evidence=given)
    assert (record.finding, record.review_reason) == ("review", code)
    has_point = code not in ("no_location", "null_island", "impossible_location")
    assert PlaceEvidence.objects.exists() is has_point


def test_days_off_and_absences_are_kept_and_reviewed(city, hours, tap, away):
    Holiday.objects.create(date=MONDAY, name="Libur", kind="national")
    away(city.sari, TUESDAY, kind="sakit")
    saturday = MONDAY + datetime.timedelta(days=5)
    codes = [
        tap(city.sari, "in", at_time(day, 7, 20)).review_reason
        for day in (MONDAY, TUESDAY, saturday)
    ]
    assert codes == ["holiday", "away", "holiday"]


def test_a_requested_absence_is_none(city, hours, tap, away):
    away(city.sari, MONDAY, status="requested")
    assert tap(city.sari, "in", at_time(MONDAY, 7, 20)).finding == "accepted"


def test_without_a_posting_the_tap_is_kept_for_review(city, hours, tap):
    Posting.objects.filter(employee=city.sari).delete()
    assert tap(city.sari, "in", at_time(MONDAY, 7, 20)).review_reason == "no_posting"


@pytest.mark.parametrize("minutes", [-180, -11, 11, 60 * 24])
def test_a_forged_device_time_changes_no_minute_and_is_flagged(city, hours, tap, minutes):
    moment = at_time(MONDAY, 9, 0)
    forged = moment + datetime.timedelta(minutes=minutes)
    record = tap(city.sari, "in", moment, device_time=forged)
    assert (record.server_time, record.device_time) == (moment, forged)
    assert (record.work_date, record.finding) == (MONDAY, "review")
    assert record.review_reason == "clock_differs"


def test_the_path_of_a_tap_is_short_and_needs_the_database_alone(
    city, hours, tap, settings, django_assert_num_queries
):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    tap(city.tono, "in", at_time(MONDAY, 7, 20))
    with django_assert_num_queries(5):
        tap(city.sari, "in", at_time(MONDAY, 7, 20))
    assert not Outbox.objects.exists()
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_check_in(city, hours, time_machine):
    """Two phones press together: one row, one answer. Real threads where the database has them."""
    time_machine.move_to(at_time(MONDAY, 7, 20), tick=False)
    together = threading.Barrier(2, timeout=20)
    real = connection.vendor == "postgresql"

    def press(_number):
        if real:
            together.wait()
        try:
            return check_in(
                city.sari, direction="in", key=uuid.uuid4(), evidence=evidence(),
                device_time=None, actor=city.sari.user,
            ).pk  # fmt: skip
        finally:
            if real:
                connections.close_all()

    if real:
        with ThreadPoolExecutor(2) as pool:
            answers = [answer for _ in range(5) for answer in pool.map(press, range(2))]
    else:
        answers = [press(0), press(1)]
    assert answers == [CheckIn.objects.get().pk] * len(answers)
    assert PlaceEvidence.objects.count() == 1


# --- Review -----------------------------------------------------------------------------------


@pytest.fixture
def doubtful(city, hours, tap):
    return tap(city.sari, "in", at_time(MONDAY, 7, 20), None)


def test_the_superior_accepts_and_the_day_is_made_again(city, doubtful, tap, time_machine):
    tap(city.sari, "out", at_time(MONDAY, 16, 5))
    time_machine.move_to(at_time(TUESDAY, 8), tick=False)
    close_day(MONDAY)
    day = DayRecord.objects.filter(employee=city.sari)
    assert day.get().verdict == "review"
    review = review_check_in(doubtful, accepted=True, reason="", actor=city.rudi.user)
    assert day.get().verdict == "present"
    assert review.reason.startswith("Diterima setelah ditinjau")
    decision = Decision.objects.get()
    assert (decision.act, decision.actor, decision.unit) == (
        "accept_check_in",
        city.rudi.user,
        city.division,
    )
    assert Outbox.objects.get().recipient == city.sari.user
    doubtful.refresh_from_db()
    assert doubtful.finding == "review"


def test_what_is_kept_and_told_of_a_review_is_in_the_language_of_its_reader(city, doubtful):
    with translation.override("en"):
        review = review_check_in(doubtful, accepted=True, reason="", actor=city.rudi.user)
        assert retold(review.reason).startswith("Accepted after review: ")
    assert review.reason.startswith("Diterima setelah ditinjau: ")
    assert Decision.objects.get().reason == review.reason
    assert Outbox.objects.get().text == "Presensi masuk tanggal 7 Desember 2026 diterima atasan."


def test_a_refusal_needs_a_reason_and_makes_the_day_unexplained(city, doubtful, time_machine):
    with pytest.raises(Refused, match="alasan"):
        review_check_in(doubtful, accepted=False, reason="  ", actor=city.rudi.user)
    assert not CheckInReview.objects.exists()
    time_machine.move_to(at_time(TUESDAY, 8), tick=False)
    review_check_in(doubtful, accepted=False, reason="Tidak di tempat", actor=city.rudi.user)
    assert DayRecord.objects.get(employee=city.sari).verdict == "unexplained"
    assert "Tidak di tempat" in Outbox.objects.get().text


def test_decided_once(city, doubtful):
    review_check_in(doubtful, accepted=True, reason="", actor=city.rudi.user)
    with pytest.raises(MovedOn):
        review_check_in(doubtful, accepted=False, reason="x", actor=city.dewi.user)
    assert CheckInReview.objects.get().accepted is True
    assert Decision.objects.count() == 1


def test_what_was_accepted_by_itself_is_not_up_for_review(city, hours, tap):
    good = tap(city.sari, "in", at_time(MONDAY, 7, 20))
    with pytest.raises(Refused):
        review_check_in(good, accepted=False, reason="x", actor=city.rudi.user)


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "wati", "yanti", "umar"])
def test_only_the_superior_decides(city, doubtful, who):
    with pytest.raises(PermissionDenied):
        review_check_in(doubtful, accepted=True, reason="", actor=getattr(city, who).user)
    assert not CheckInReview.objects.exists()


def test_a_heads_own_check_in_goes_one_level_up(city, hours, tap):
    own = tap(city.rudi, "in", at_time(MONDAY, 7, 20), None)
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, letter_number="1", starts_on=MONDAY, ends_on=TUESDAY,
    )  # fmt: skip
    for nobody in (city.rudi, city.tono):
        with pytest.raises(PermissionDenied):
            review_check_in(own, accepted=True, reason="", actor=nobody.user)
    assert review_check_in(own, accepted=True, reason="", actor=city.dewi.user).accepted


def test_a_stand_in_decides_in_time_and_is_named_with_the_mandate(city, doubtful, time_machine):
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, letter_number="1", starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    time_machine.move_to(at_time(TUESDAY, 8), tick=False)
    with pytest.raises(PermissionDenied):
        review_check_in(doubtful, accepted=True, reason="", actor=city.tono.user)
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    review_check_in(doubtful, accepted=True, reason="", actor=city.tono.user)
    assert Decision.objects.get().mandate == "Plh. Kepala Bidang, surat 1"


def test_in_a_demo_city_only_the_time_of_day_of_the_phone_counts(
    city, hours, tap, settings, time_machine
):
    """There the date is a fixed one, while phones live today."""
    from units import clock
    from units.models import DemoCity

    settings.DEMO = True
    DemoCity.objects.create(today=MONDAY, people=8, seeded_at=at_time(MONDAY, 1))
    clock._demo_day = (0.0, None)
    real = at_time(MONDAY, 9, 20) + datetime.timedelta(days=40)
    good = tap(city.sari, "in", real)
    assert (good.work_date, good.finding) == (MONDAY, "accepted")
    late = tap(city.tono, "in", real, device_time=real - datetime.timedelta(hours=1))
    clock._demo_day = (0.0, None)
    assert late.review_reason == "clock_differs"
