"""Indications: found at night, the same every time, answered by the person, settled by others."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from attendance.models import (
    CheckIn,
    DayRecord,
    Indication,
    IndicationCase,
    PlaceEvidence,
    SignalScan,
    WatchRules,
)
from attendance.services.signals import answer_indication, decide_indication, scan_day
from attendance.tasks import erase_old_coordinates, find_signals
from tests.attendance.conftest import OFFICE, at_time
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox, RoleGrant

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 12, 1)
DAYS = [FIRST + datetime.timedelta(days=n) for n in (0, 1, 2, 3, 6, 7, 8, 9)]


def lived(employee, days, *, point=OFFICE, accuracy=12.0, device="", minute=0):
    """Store a check-in with its evidence for each day, all the same to the last decimal."""
    for day in days:
        at = at_time(day, 7, minute)
        record = CheckIn.objects.create(
            employee=employee, work_date=day, direction="in", workplace="wfo", server_time=at,
            device_time=at, finding="accepted", key=uuid.uuid4(), device=device,
        )  # fmt: skip
        PlaceEvidence.objects.create(
            check_in=record, latitude=point[0], longitude=point[1], accuracy_m=accuracy, age_s=1,
            distance_m=0,
        )  # fmt: skip


@pytest.fixture
def fixed_point(city, hours, time_machine):
    """Sari sent one point for eight working days; the night after, it is found."""
    lived(city.sari, DAYS)
    time_machine.move_to(at_time(DAYS[-1] + datetime.timedelta(days=1), 0, 50), tick=False)
    assert find_signals() == {DAYS[-1].isoformat(): 1}
    return IndicationCase.objects.get()


def test_what_is_found_says_numbers_and_never_a_point(city, fixed_point):
    found = fixed_point.indication
    assert (found.kind, found.subject, found.month) == ("same_point", f"{city.sari.pk}:wfo", FIRST)
    assert found.days == [day.isoformat() for day in DAYS[1:]]
    assert str(OFFICE[0]) not in str(found.evidence)
    assert (fixed_point.employee, fixed_point.outcome) == (city.sari, "open")
    assert Outbox.objects.filter(kind="indication_told", recipient=city.sari.user).count() == 1


def test_a_second_run_changes_nothing_and_no_verdict_ever_changes(city, fixed_point):
    def everything():
        return [
            list(model.objects.order_by("pk").values())
            for model in (Indication, IndicationCase, Outbox, DayRecord, Decision)
        ]

    before = everything()
    find_signals()
    scan_day(DAYS[-1])
    assert everything() == before
    assert DayRecord.objects.count() == 0


def test_missed_nights_are_caught_up(city, fixed_point, time_machine):
    lived(city.tono, DAYS[:5])
    time_machine.move_to(at_time(DAYS[-1] + datetime.timedelta(days=5), 0, 50), tick=False)
    nights = find_signals()
    assert list(nights) == [
        (DAYS[-1] + datetime.timedelta(days=n)).isoformat() for n in range(1, 5)
    ]
    assert SignalScan.objects.count() == 5


def test_an_open_indication_grows_and_a_decided_one_stays(city, fixed_point, time_machine):
    later = DAYS[-1] + datetime.timedelta(days=1)
    lived(city.sari, [later])
    scan_day(later)
    found = Indication.objects.get()
    assert (found.ends_on, len(found.days)) == (later, 8)
    decide_indication(
        IndicationCase.objects.get(), outcome="no_ground", reason="Komputer", actor=city.rudi.user
    )
    last = later + datetime.timedelta(days=3)
    lived(city.sari, [last])
    scan_day(last)
    assert Indication.objects.get().ends_on == later
    assert Outbox.objects.filter(kind="indication_told").count() == 1


def test_thresholds_are_those_of_the_day(city, hours, monday):
    lived(city.sari, DAYS)
    WatchRules.objects.create(
        starts_on=DAYS[-1], reason="Uji", repeats=99, decided_by=city.wati.user,
        decided_at=at_time(FIRST, 9),
    )  # fmt: skip
    assert scan_day(DAYS[-1]) == 0
    assert scan_day(DAYS[-2]) == 1


def test_three_people_on_one_device_each_get_a_case(city, hours, monday):
    for number, person in enumerate((city.sari, city.tono, city.umar)):
        lived(person, DAYS[:2], device="d" * 64, point=(OFFICE[0] + number / 1e5, OFFICE[1]),
              accuracy=10.0 + number, minute=number)  # fmt: skip
    assert scan_day(DAYS[1]) == 1
    assert set(IndicationCase.objects.values_list("employee__name", flat=True)) == {
        "Sari Wulandari", "Tono Prasetyo", "Umar Said",
    }  # fmt: skip


def test_a_kiosk_gives_no_device_and_no_indication(city, hours, monday):
    for number, person in enumerate((city.sari, city.tono, city.umar)):
        lived(person, DAYS[:2], point=(OFFICE[0] + number / 1e5, OFFICE[1]))
    assert scan_day(DAYS[1]) == 0


def test_only_no_ground_comes_before_the_answer(city, fixed_point):
    with pytest.raises(Refused):
        decide_indication(fixed_point, outcome="coached", reason="Dibina", actor=city.rudi.user)
    answer_indication(fixed_point, answer="Saya memakai komputer kantor", actor=city.sari.user)
    assert Outbox.objects.filter(kind="indication_answered", recipient=city.rudi.user).exists()
    fixed_point.refresh_from_db()
    decide_indication(fixed_point, outcome="coached", reason="Dibina", actor=city.rudi.user)
    assert (fixed_point.outcome, fixed_point.decided_by) == ("coached", city.rudi.user)
    assert Decision.objects.get().before["answer"] == "Saya memakai komputer kantor"
    assert Outbox.objects.filter(kind="indication_decided", recipient=city.sari.user).count() == 1
    with pytest.raises(PermissionDenied):
        decide_indication(fixed_point, outcome="no_ground", reason="Lagi", actor=city.rudi.user)


def test_an_examination_keeps_the_coordinates_and_bkpsdm_closes_it(city, fixed_point, time_machine):
    answer_indication(fixed_point, answer="Tidak tahu", actor=city.sari.user)
    fixed_point.refresh_from_db()
    decide_indication(fixed_point, outcome="examination", reason="Berulang", actor=city.rudi.user)
    lived(city.tono, [FIRST])
    time_machine.move_to(at_time(datetime.date(2027, 3, 1), 2), tick=False)
    # Tono's, and Sari's first day, which is no evidence
    assert erase_old_coordinates() == {"done": 2, "skipped": {"examination": 7}}
    with pytest.raises(PermissionDenied):
        decide_indication(fixed_point, outcome="examined", reason="Selesai", actor=city.rudi.user)
    decide_indication(fixed_point, outcome="examined", reason="Selesai", actor=city.wati.user)
    assert erase_old_coordinates() == {"done": 7, "skipped": {}}
    assert PlaceEvidence.objects.count() == 0
    assert Indication.objects.get().evidence["repeated"] == 7


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "umar", "yanti"])
def test_nobody_else_decides(city, fixed_point, who):
    answer_indication(fixed_point, answer="Komputer", actor=city.sari.user)
    fixed_point.refresh_from_db()
    with pytest.raises(PermissionDenied):
        decide_indication(
            fixed_point, outcome="no_ground", reason="Ya", actor=getattr(city, who).user
        )
    fixed_point.refresh_from_db()
    assert fixed_point.outcome == "open"


def test_who_shares_the_device_decides_on_nobody(city, hours, monday):
    for number, person in enumerate((city.sari, city.tono, city.rudi)):
        lived(person, DAYS[:2], device="d" * 64, accuracy=10.0 + number, minute=number)
    scan_day(DAYS[1])
    saris = IndicationCase.objects.get(employee=city.sari, indication__kind="shared_device")
    with pytest.raises(PermissionDenied):
        decide_indication(saris, outcome="no_ground", reason="Ya", actor=city.rudi.user)
    decide_indication(saris, outcome="no_ground", reason="Ya", actor=city.dewi.user)
    assert saris.outcome == "no_ground"


def test_bkpsdm_never_decides_on_its_own(city, fixed_point):
    RoleGrant.objects.create(user=city.sari.user, role="bkpsdm", starts_on=FIRST)
    with pytest.raises(PermissionDenied):
        decide_indication(fixed_point, outcome="no_ground", reason="Ya", actor=city.sari.user)


def test_an_unlawful_outcome_changes_nothing(city, fixed_point):
    for outcome in ("open", "examined", "dihukum"):
        with pytest.raises(MovedOn):
            decide_indication(fixed_point, outcome=outcome, reason="Ya", actor=city.rudi.user)
    fixed_point.refresh_from_db()
    assert fixed_point.outcome == "open"


def test_colleagues_on_the_device_are_a_number_to_the_person_and_names_to_the_head(
    client, city, hours, monday
):
    for number, person in enumerate((city.sari, city.tono, city.umar)):
        lived(person, DAYS[:2], device="d" * 64, accuracy=10.0 + number, minute=number)
    scan_day(DAYS[1])
    saris = IndicationCase.objects.get(employee=city.sari)
    client.force_login(city.sari.user)
    page = client.get(f"/indikasi/{saris.pk}/").content.decode()
    assert "2 orang lain" in page
    assert "Tono" not in page
    client.force_login(city.rudi.user)
    page = client.get(f"/indikasi/{saris.pk}/").content.decode()
    assert "Tono Prasetyo" in page
    assert "Umar" not in page
    assert "1 orang lain" in page
    client.force_login(city.wati.user)
    assert "Umar Said" in client.get(f"/indikasi/{saris.pk}/").content.decode()


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    client, city, hours, monday, django_assert_num_queries
):
    for number, person in enumerate((city.sari, city.tono, city.hana)):
        lived(person, DAYS[:2], device="d" * 64, accuracy=10.0 + number, minute=number)
    scan_day(DAYS[1])
    client.force_login(city.dewi.user)
    client.get("/indikasi/")
    with django_assert_num_queries(7):
        assert client.get("/indikasi/").content.count(b"<tr>") == 4
    IndicationCase.objects.exclude(employee=city.sari).delete()
    with django_assert_num_queries(7):
        client.get("/indikasi/")


@pytest.mark.parametrize(("late", "found"), [(True, {}), (False, {"clock": 1})])
def test_a_kept_tap_says_nothing_of_the_phones_clock(city, hours, time_machine, late, found):
    for day in DAYS[:6]:
        at = at_time(day, 7, 40)
        CheckIn.objects.create(
            employee=city.sari, work_date=day, direction="in", workplace="wfo", server_time=at,
            device_time=at - datetime.timedelta(minutes=20), sent_later=late, finding="review",
            review_reason="sent_later" if late else "clock_differs", key=uuid.uuid4(),
        )  # fmt: skip
    time_machine.move_to(at_time(DAYS[5] + datetime.timedelta(days=1), 0, 50), tick=False)
    find_signals()
    assert {one.kind: 1 for one in Indication.objects.all()} == found
