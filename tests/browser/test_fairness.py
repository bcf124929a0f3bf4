"""Pemerataan on a cheap phone: nothing too wide, no accessibility fault, the way to names."""

import pytest
from django.urls import reverse

from tests.browser.crawl import accessibility_faults, overflow
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import published


@pytest.mark.usefixtures("monday")
@pytest.mark.django_db(transaction=True)
def test_own_place_and_the_list_by_name_on_a_phone(city, live_server, phone, enter):
    published(make_plan(city), city)
    page = enter(phone, city.sari.user).new_page()
    page.goto(live_server.url + reverse("schedules:fairness"))
    assert page.locator("svg.bars").count() == 2
    assert page.get_by_text("Anda di sini").count() == 2
    assert page.get_by_text("Tono").count() == 0
    assert (overflow(page), accessibility_faults(page)) == (0, [])
    page = enter(phone, city.rudi.user).new_page()
    page.goto(live_server.url + reverse("schedules:fairness"))
    page.get_by_role("link", name="Bidang Ekonomi").click()
    assert page.get_by_role("link", name="Tono Prasetyo").is_visible()
    assert (overflow(page), accessibility_faults(page)) == (0, [])
