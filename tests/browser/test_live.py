"""Who is where renews itself in Chromium: in place, for who looks, without taking the focus."""

import pytest
from django.urls import reverse

from attendance.models import CheckIn
from tests.attendance.conftest import MONDAY, at_time
from tests.attendance.conftest import hours as hours_of_the_city
from units.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
hours = hours_of_the_city
RENEW = "htmx.trigger(document.getElementById('kini'), 'perbarui')"
HIDE = """
    Object.defineProperty(document, "hidden", {get: () => window.away === true});
"""


def come(employee, number):
    CheckIn.objects.create(
        employee=employee, work_date=MONDAY, direction="in", workplace="wfo", finding="accepted",
        server_time=at_time(MONDAY, 8), key=f"00000000-0000-0000-0000-{number:012}",
    )  # fmt: skip


@pytest.fixture
def team(city, hours, monday, live_server, desktop, enter):
    """The page of Dewi, whose whole agency is missing at nine."""
    page = enter(desktop, city.dewi.user).new_page()
    page.goto(live_server.url + reverse("attendance:team"))
    page.locator("html.renewing").wait_for()
    return page


def renewed(page, act):
    with page.expect_response(lambda answer: "/tim/kini/" in answer.url) as found:
        act()
    return found.value.status


def test_unchanged_is_304_and_leaves_the_page_alone(team):
    team.evaluate("document.getElementById('kini').dataset.same = '1'")
    assert renewed(team, lambda: team.evaluate(RENEW)) == 304
    assert renewed(team, lambda: team.evaluate(RENEW)) == 304
    assert team.evaluate("document.getElementById('kini').dataset.same") == "1"
    assert team.locator("#kini-kabar").inner_text() == ""


def test_what_changed_is_said_once_and_the_focus_stays(team, city):
    button = f"ingatkan-{city.sari.pk}"
    team.locator(f"#{button}").focus()
    come(city.tono, 1)
    assert renewed(team, lambda: team.evaluate(RENEW)) == 200
    team.locator("#kini-kabar:not(:empty)").wait_for(state="attached")
    assert team.evaluate("document.activeElement.id") == button
    said = team.locator("#kini-kabar").text_content()
    assert "4" in said
    assert "belum presensi masuk" in said
    assert "tidak tersedia" not in said
    assert team.locator(f"#ingatkan-{city.tono.pk}").count() == 0
    assert renewed(team, lambda: team.evaluate(RENEW)) == 304


def test_a_hidden_tab_asks_nothing_and_asks_at_once_when_looked_at(team):
    asked = []
    team.on("request", lambda request: asked.append(request.url))
    team.evaluate(HIDE)
    team.evaluate("window.away = true; document.dispatchEvent(new Event('visibilitychange'))")
    team.wait_for_timeout(300)
    assert asked == []
    team.evaluate("window.away = false")
    seen = lambda: team.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # noqa: E731
    assert renewed(team, seen) == 304


def test_who_was_signed_out_is_asked_to_sign_in(team, city):
    User.objects.filter(pk=city.dewi.user.pk).update(is_active=False)
    with team.expect_navigation():
        team.evaluate(RENEW)
    team.wait_for_url("**/akun/**")
