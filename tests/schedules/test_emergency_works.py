"""An emergency of many people: covered at once, told by a worker, caught up, nobody told twice."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import EmergencyWork
from schedules.queries.workplaces import wfh_on
from schedules.services import emergency_works
from schedules.services.emergency_works import resume_emergency_works, work_on_emergency
from tests.schedules.swap_cast import offered, published_plan
from tests.schedules.test_emergencies import THURSDAY, WEDNESDAY, WORDS, change, declare
from units.models import Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return published_plan(city)


@pytest.fixture
def many(monkeypatch):
    """Nine people are many, told by fours; a sent job is kept instead of run."""
    sent = []
    monkeypatch.setattr(emergency_works, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(emergency_works, "BATCH", 4)
    monkeypatch.setattr(emergency_works, "_send", sent.append)
    return sent


def told(kind="emergency_declared"):
    return list(Outbox.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_few_people_are_told_at_once(plan, city):
    declare(city)
    assert len(told()) == 9
    assert EmergencyWork.objects.get().finished_at is not None


def test_many_are_covered_at_once_and_told_by_a_worker(plan, city, many):
    swap = offered(city, plan)
    emergency = declare(city)
    work = EmergencyWork.objects.get()
    assert many == [work.pk]
    assert {city.rudi.pk, city.sari.pk, city.tono.pk} <= wfh_on(WEDNESDAY)
    assert told() == []
    work_on_emergency(work.pk)
    assert len(told()) == len(set(told())) == emergency.head_count == 9
    swap.refresh_from_db()
    assert swap.status == "fallen"
    work_on_emergency(work.pk)
    assert len(told()) == 9


def test_a_worker_that_stops_is_taken_up_where_it_stood(
    plan, city, many, monkeypatch, time_machine
):
    declare(city)
    work = EmergencyWork.objects.get()
    whole = emergency_works._tell

    def breaks(one, ids):
        if one.done:
            raise ConnectionError("gone")
        whole(one, ids)

    monkeypatch.setattr(emergency_works, "_tell", breaks)
    with pytest.raises(ConnectionError):
        work_on_emergency(work.pk)
    assert len(told()) == 4
    monkeypatch.setattr(emergency_works, "_tell", whole)
    work_on_emergency(work.pk)
    assert len(told()) == 4, "it still belongs to the one that fell silent"
    many.clear()
    assert resume_emergency_works() == 0
    time_machine.shift(datetime.timedelta(minutes=11))
    assert resume_emergency_works() == 1
    assert many == [work.pk]
    work_on_emergency(work.pk)
    assert len(told()) == len(set(told())) == 9
    assert resume_emergency_works() == 0


def test_a_worker_that_wakes_up_late_changes_nothing(plan, city, many):
    declare(city)
    late = EmergencyWork.objects.select_related("emergency", "actor").get()
    work_on_emergency(late.pk)
    assert emergency_works._next_batch(late) is False
    assert len(told()) == 9


def test_the_acts_of_one_emergency_are_told_in_their_order(plan, city, many):
    emergency = declare(city)
    change(city, emergency, WEDNESDAY)
    first, second = EmergencyWork.objects.order_by("pk")
    work_on_emergency(second.pk)
    assert told() == told("emergency_changed") == []
    many.clear()
    work_on_emergency(first.pk)
    assert (len(told()), many) == (9, [second.pk])
    work_on_emergency(second.pk)
    assert len(told("emergency_changed")) == 9


def test_the_page_says_how_far_it_is(plan, city, many, as_):
    emergency = declare(city)
    client = as_(city.wati)
    page = reverse("schedules:emergency_detail", args=[emergency.pk])
    part = reverse("schedules:emergency_progress", args=[emergency.pk])
    for url in (page, part):
        text = client.get(url).content.decode()
        assert "Sedang diterapkan" in text
        assert "0 dari 9 pegawai sudah diberi tahu" in text
        assert "berlaku bagi semua yang tercakup sejak saat ditetapkan" in text
    assert "sedang diterapkan" in client.get(reverse("schedules:emergency_list")).content.decode()
    work_on_emergency(EmergencyWork.objects.get().pk)
    for url in (page, part):
        assert "Sedang diterapkan" not in client.get(url).content.decode()


def test_heads_hear_of_the_floors_left_short(plan, city):
    emergency = declare(city)
    notices = {
        one.recipient_id: one for one in Outbox.objects.filter(kind="emergency_floors_short")
    }
    assert set(notices) == {city.rudi.user_id, city.dewi.user_id}
    text = notices[city.rudi.user_id].text
    assert "3 kali batas minimal" in text
    assert (
        "Selasa, 15 Desember 2026: Bidang tetap berjalan, Bidang Ekonomi (hanya 0 dari 5)" in text
    )
    assert WORDS in text
    assert notices[city.rudi.user_id].link == reverse(
        "schedules:emergency_detail", args=[emergency.pk]
    )


def test_who_declares_is_not_told_what_it_confirmed(plan, city):
    declare(city, city.rudi)
    short = Outbox.objects.filter(kind="emergency_floors_short")
    assert [one.recipient_id for one in short] == [city.dewi.user_id]


def test_an_extension_tells_the_heads_of_its_own_days(plan, city):
    emergency = declare(city, starts_on=WEDNESDAY, ends_on=WEDNESDAY)
    Outbox.objects.all().delete()
    change(city, emergency, THURSDAY, seen=WEDNESDAY)
    text = Outbox.objects.get(kind="emergency_floors_short", recipient=city.rudi.user).text
    assert "1 kali batas minimal" in text
    assert "Kamis, 17 Desember 2026" in text
