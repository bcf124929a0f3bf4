"""The own calendar on the phone: RFC 5545, a secret address, published days and nothing else."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from schedules.models import Away, CalendarFeed, Holiday, Plan
from schedules.queries.feeds import calendar_of
from schedules.queries.workplaces import home_days
from schedules.services.feeds import renew_feed, stop_feed
from tests.schedules.office_cast import draw_up, make_plan
from tests.schedules.test_plans import approved, published
from units import clock
from units.models import Employee
from units.services.postings import end_employment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

PAGE, RENEW, STOP = (f"schedules:{name}" for name in ("feed_page", "feed_renew", "feed_stop"))


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def address(employee):
    return reverse("schedules:feed", args=[renew_feed(employee)])


def events_of(content):
    return {event.decoded("dtstart"): event for event in Calendar.from_ical(content).events}


def days_of(plan, employee):
    rows = plan.assignments.filter(employee=employee).order_by("date")
    return list(rows.values_list("date", flat=True))


def test_the_calendar_is_valid_and_holds_the_published_days(plan, city, client):
    published(plan, city)
    response = client.get(address(city.sari))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    calendar = Calendar.from_ical(response.content)
    assert calendar.errors == []
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["x-wr-timezone"] == "Asia/Jakarta"
    events = events_of(response.content)
    assert list(events) == days_of(plan, city.sari)
    assert len(events) == 2
    plan.refresh_from_db()
    for day, event in events.items():
        assert event.errors == []
        assert event.decoded("dtend") - day == datetime.timedelta(days=1)
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event["uid"] == f"{day:%Y%m%d}-{city.sari.pk}@wfh.bekasi"
        assert event.decoded("last-modified") == plan.published_at
        assert event.decoded("dtstamp").tzinfo in (datetime.UTC, ZoneInfo("UTC"))
        assert str(event["summary"]) == "WFH (rumah)"
        assert event["url"] == f"http://localhost:8000/jadwal/{day}/"
        assert {"uid", "dtstamp", "dtstart"} <= {key.lower() for key in event}
    lines = response.content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_drafts_and_approved_plans_are_not_in_it(plan, city, client):
    approved(plan, city)
    assert events_of(client.get(address(city.sari)).content) == {}


def test_a_revised_plan_keeps_uids_and_raises_sequence(plan, city, time_machine):
    published(plan, city)
    before = events_of(calendar_of(city.sari))
    time_machine.move_to(datetime.datetime(2026, 12, 7, 11, tzinfo=ZoneInfo("Asia/Jakarta")))
    Plan.objects.filter(pk=plan.pk).update(status="superseded")
    revised = draw_up(city, plan.period)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    assert revised.version == 2
    mine = days_of(revised, city.sari)
    kept, gone = mine[0], datetime.date(2026, 12, 18)
    revised.assignments.filter(employee=city.sari).exclude(date=kept).delete()
    assert events_of(calendar_of(city.sari)) == before, "a draft changes nothing"
    published(revised, city)
    after = events_of(calendar_of(city.sari))
    assert list(after) == [kept]
    assert gone not in after
    if kept in before:
        assert after[kept]["uid"] == before[kept]["uid"]
    assert after[kept]["sequence"] > max(event["sequence"] for event in before.values())
    assert after[kept]["sequence"] < 2**31
    assert after[kept].decoded("last-modified") > max(
        event.decoded("last-modified") for event in before.values()
    )


def test_days_that_fell_away_disappear_without_a_word(plan, city, client):
    published(plan, city)
    first, second = days_of(plan, city.sari)
    Holiday.objects.create(date=first, name="Hari Kota", kind="local")
    Away.objects.create(
        employee=city.sari, kind="sakit", starts_on=second, ends_on=second,
        letter_number="SAKIT-7/2026", recorded_by=city.hana.user, recorded_at=clock.now(),
    )  # fmt: skip
    content = client.get(address(city.sari)).content
    assert events_of(content) == {}
    for word in (b"sakit", b"SAKIT-7", b"Hari Kota", city.sari.nip.encode(), b"Sari"):
        assert word not in content


def test_an_unchanged_calendar_answers_304(plan, city, client):
    published(plan, city)
    url = address(city.sari)
    etag = client.get(url)["ETag"]
    again = client.get(url, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(url, headers={"if-none-match": f"W/{etag}"}).status_code == 304
    Holiday.objects.create(date=days_of(plan, city.sari)[0], name="Libur", kind="local")
    assert client.get(url, headers={"if-none-match": etag}).status_code == 200


def test_a_new_address_ends_the_old_one_and_is_shown_once(plan, city, as_, client):
    as_(city.sari)
    assert "Belum ada alamat" in client.get(reverse(PAGE)).content.decode()
    made = client.post(reverse(RENEW))
    first = made.context["address"]
    assert first.startswith("http://localhost:8000/umpan/")
    assert first in made.content.decode()
    assert f"webcal://{first.partition('://')[2]}" in made.content.decode()
    assert made["Cache-Control"] == "private, no-store"
    assert first not in client.get(reverse(PAGE)).content.decode()
    path = first.removeprefix("http://localhost:8000")
    token = path.removeprefix("/umpan/").removesuffix(".ics")
    assert token not in str(CalendarFeed.objects.values())
    client.logout()
    assert client.get(path).status_code == 200
    as_(city.sari).post(reverse(RENEW))
    assert client.get(path).status_code == 404
    assert CalendarFeed.objects.count() == 1


def test_a_stopped_address_is_like_one_that_never_was(city, as_, client):
    url = address(city.sari)
    as_(city.sari).post(reverse(STOP))
    gone, never = client.get(url), client.get(reverse("schedules:feed", args=["x" * 43]))
    assert (gone.status_code, gone.content) == (never.status_code, never.content) == (404, b"\n")
    stop_feed(city.sari)


def test_one_cannot_touch_the_address_of_another(city, as_, client):
    url = address(city.sari)
    as_(city.tono).post(reverse(STOP))
    client.post(reverse(RENEW))
    assert client.get(url).status_code == 200


def test_who_leaves_is_forgotten_on_that_day(city, client, day, time_machine):
    url = address(city.sari)
    tomorrow = day + datetime.timedelta(days=1)
    end_employment(city.sari, actor=city.wati.user, left_on=tomorrow, reason="Pensiun")
    assert client.get(url).status_code == 200
    time_machine.move_to(datetime.datetime(2026, 12, 8, 0, 1, tzinfo=ZoneInfo("Asia/Jakarta")))
    assert Employee.objects.get(pk=city.sari.pk).user.is_active, "the nightly job has not run"
    assert client.get(url).status_code == 404


def test_a_closed_account_ends_the_calendar(city, client):
    url = address(city.sari)
    city.sari.user.is_active = False
    city.sari.user.save()
    assert client.get(url).status_code == 404


def test_guesses_and_greedy_clients_are_slowed_down(city, client):
    url = address(city.sari)
    guesses = [client.get(f"/umpan/tebak{n}.ics").status_code for n in range(21)]
    assert guesses == [404] * 20 + [429]
    assert client.get(url).status_code == 200, "an office behind one address keeps its calendars"
    answers = [client.get(url).status_code for _n in range(60)]
    assert answers == [200] * 59 + [429]


def test_no_secret_address_is_logged(city, client, caplog):
    url = address(city.sari)
    token = url.removeprefix("/umpan/").removesuffix(".ics")
    stop_feed(city.sari)
    assert client.get(url).status_code == 404
    logged = caplog.text
    assert "Not Found: /umpan/…" in logged
    assert token not in logged


def test_the_calendar_speaks_the_language_of_its_owner(plan, city, client):
    published(plan, city)
    city.sari.user.language = "en"
    city.sari.user.save()
    assert b"WFH (home)" in client.get(address(city.sari)).content


@pytest.mark.parametrize("people", [1, 3])
def test_days_of_many_in_constant_queries(plan, city, people, django_assert_num_queries):
    published(plan, city)
    ids = [city.sari.pk, city.tono.pk, city.rudi.pk][:people]
    with django_assert_num_queries(8):
        found = home_days(ids, datetime.date(2026, 12, 7))
    assert len(found[city.sari.pk]) == 2
