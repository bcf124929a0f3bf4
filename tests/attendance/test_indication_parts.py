"""Every kind of indication: evidence, answer, review, outcome, and nothing by itself."""

import datetime
import html

import pytest
from django.urls import reverse

from attendance.models import CheckIn, DayRecord, Indication, IndicationCase
from attendance.queries.days import FIELDS
from attendance.services.closing import close_day
from attendance.services.signals import decide_indication
from tests.attendance.conftest import at_time
from units.decisions import Refused
from units.models import Decision, Outbox

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 12, 1)
JUMP = {"day": "2026-12-01", "km": 240.5, "minutes": 12}
# kind -> (what the job keeps, what the page says of it)
KINDS = {
    "same_point": (
        {"workplace": "wfo", "repeated": 7, "taps": 8, "points": 1, "most": 8}, "7 dari 8",
    ),
    "accuracy": ({"taps": 4, "least_m": 0.0, "most_m": 0.0}, "0,000–0,000 m"),
    "travel": ({"jumps": 1, "examples": [JUMP]}, "240,5 km dalam 12 menit"),
    "shared_device": (
        {"people": 3, "most_a_day": 3, "taps": 12, "jumps": 0, "examples": []},
        "Orang pada perangkat ini",
    ),
    "two_places": ({"times": 2, "examples": [JUMP]}, "240,5 km dalam 12 menit"),
    "clock": ({"taps": 6, "minutes": -45, "least": -46, "most": -44}, "−45 menit (−46 sampai −44)"),
}  # fmt: skip


@pytest.fixture
def case(city, hours, full_day, time_machine, request):
    """An indication of a kind against Sari, who checked in and out on the day in question."""
    full_day(city.sari, DAY)
    time_machine.move_to(at_time(DAY + datetime.timedelta(days=1), 9), tick=False)
    close_day(DAY)
    evidence, _words = KINDS[request.param]
    found = Indication.objects.create(
        kind=request.param, subject=str(city.sari.pk), month=DAY, starts_on=DAY, ends_on=DAY,
        days=[DAY.isoformat()], evidence=evidence, found_at=at_time(DAY, 23),
    )  # fmt: skip
    return IndicationCase.objects.create(
        indication=found, employee=city.sari, unit=city.division, told_at=at_time(DAY, 23),
        answer_due_on=DAY + datetime.timedelta(days=3),
    )  # fmt: skip


def records():
    return list(DayRecord.objects.order_by("pk").values_list("employee_id", *FIELDS))


def test_all_kinds_are_here():
    assert set(KINDS) == set(Indication.Kind.values)


@pytest.mark.parametrize("case", KINDS, indirect=True)
def test_the_five_parts(case, city, client):
    before, taps = records(), list(CheckIn.objects.values())
    address = reverse("attendance:indication_detail", args=[case.pk])
    # Evidence is shown to the person, to the head and to BKPSDM, and says that it is no verdict.
    for who in (city.sari, city.rudi, city.wati):
        client.force_login(who.user)
        text = html.unescape(client.get(address).text)
        assert KINDS[case.indication.kind][1] in text
        assert "Indikasi ini bukan putusan dan tidak mengubah presensi." in text
    for who in (city.tono, city.yanti):
        client.force_login(who.user)
        assert client.get(address).status_code == 404
    # Nobody settles it against the person before the person could answer.
    with pytest.raises(Refused):
        decide_indication(case, outcome="coached", reason="Dibina", actor=city.rudi.user)
    client.force_login(city.sari.user)
    assert client.post(address, {"answer": "Ponsel saya rusak"}).status_code == 302
    # The head reviews the answer and records the outcome.
    client.force_login(city.rudi.user)
    assert "Ponsel saya rusak" in client.get(address).text
    data = {"outcome": "no_ground", "reason": "Ponsel terbukti rusak"}
    assert client.post(address, data).status_code == 302
    case.refresh_from_db()
    assert (case.answer, case.outcome, case.reason, case.decided_by) == (
        "Ponsel saya rusak", "no_ground", "Ponsel terbukti rusak", city.rudi.user,
    )  # fmt: skip
    assert Decision.objects.filter(actor=city.rudi.user).count() == 1
    assert Outbox.objects.filter(kind="indication_decided", recipient=city.sari.user).count() == 1
    # Nothing followed by itself: neither check-ins nor the day have changed, now or at a new close.
    assert close_day(DAY) == 0
    assert (records(), list(CheckIn.objects.values())) == (before, taps)


@pytest.mark.parametrize("case", KINDS, indirect=True)
def test_bkpsdm_reviews_too(case, city, client):
    address = reverse("attendance:indication_detail", args=[case.pk])
    client.force_login(city.wati.user)
    assert client.post(address, {"outcome": "no_ground", "reason": "Uji alat"}).status_code == 302
    case.refresh_from_db()
    assert (case.outcome, case.decided_by) == ("no_ground", city.wati.user)
