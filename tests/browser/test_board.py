"""The board without a mouse and without a new page: change a cell, take it back, two heads."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from schedules.services.cells import change_place
from tests.browser.crawl import DESKTOP, PHONE, accessibility_faults, overflow
from tests.schedules.office_cast import make_plan
from tests.schedules.test_board import a_day
from units.decisions import decisions_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def opened(request, city, monday, live_server, chromium, enter):
    """(plan, page) of a draft's board, opened by the head; the page must not be loaded again."""
    plan = make_plan(city)
    context = chromium.new_context(
        viewport=request.param, locale="id-ID", timezone_id="Asia/Jakarta"
    )
    context.set_default_timeout(15_000)
    page = enter(context, city.rudi.user).new_page()
    faults = []
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(live_server.url + reverse("schedules:plan_board", args=[plan.pk, city.division.pk]))
    page.evaluate("window.sameDocument = true")
    yield plan, page
    assert page.evaluate("window.sameDocument === true")
    assert faults == []
    context.close()


def cell(page, employee, day):
    return page.locator(f"table.board a[href='ubah/?person={employee.pk}&day={day}']")


def look(page):
    """axe and the width of the window."""
    assert accessibility_faults(page) == []
    assert overflow(page) <= 0


def walk_to(page, link):
    """Go to a cell with the keys of the board alone, from its one tab stop."""
    for _number in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('table.board tbody td')"):
            break
    page.keyboard.press("Control+Home")
    target = link.evaluate("one => [one.closest('tr').rowIndex, one.parentElement.cellIndex]")
    here = "(([r, c]) => [r - {0}.closest('tr').rowIndex, c - {0}.parentElement.cellIndex])"
    down, right = page.evaluate(here.format("document.activeElement"), target)
    for _number in range(down):
        page.keyboard.press("ArrowDown")
    for _number in range(right):
        page.keyboard.press("ArrowRight")
    expect(link).to_be_focused()


def test_a_day_is_changed_and_taken_back_by_keyboard_alone(opened, city):
    plan, page = opened
    day = a_day(plan, city.sari, at_home=True)
    link = cell(page, city.sari, day)
    row = page.locator(f"#p{city.sari.pk}")
    walk_to(page, link)
    expect(link).to_have_class("H")
    expect(row).to_contain_text("2 / 2,0")
    foot = page.locator("#cakupan td").nth(link.evaluate("one => one.parentElement.cellIndex") - 1)
    covered = foot.inner_text()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Pemerataan menurun: selisih porsi 0,0 → +0,9 hari.")
    look(page)
    while page.evaluate("document.activeElement.tagName") != "TEXTAREA":
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.locator("[name=reason]")).to_have_js_property("validity.valueMissing", value=True)
    page.keyboard.type("Menerima tamu")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    expect(link).to_have_class("K ch")
    expect(row).to_contain_text("1 / 1,9")
    expect(foot).not_to_have_text(covered)
    expect(page.locator("#kabar")).to_contain_text("Lokasi kerja Sari Wulandari diubah.")
    expect(page.locator("#angka")).to_contain_text("1 hari diubah pengelola")
    look(page)
    assert page.locator("table.board tbody a[tabindex='0']").count() == 1
    page.keyboard.press("Control+z")
    expect(page.locator("#kabar")).to_contain_text("Perubahan Sari Wulandari diurungkan.")
    expect(link).to_be_focused()
    expect(link).to_have_class("H")
    expect(row).to_contain_text("2 / 2,0")
    expect(page.locator("#angka")).to_contain_text("Terbukti")
    expect(page.locator("#urung form")).to_have_count(0)
    look(page)
    acts = list(decisions_on(plan).values_list("act", flat=True)[:2])
    assert acts == ["place_restored", "place_changed"]


def test_the_second_head_keeps_what_was_typed_and_sees_the_board_as_it_is(opened, city):
    plan, page = opened
    day = a_day(plan, city.sari, at_home=True)
    link = cell(page, city.sari, day)
    link.click()
    page.locator("dialog textarea").fill("Rapat DPRD")
    change_place(
        plan.parts.get(), employee=city.sari, day=day, to="wfo", reason="Tamu provinsi",
        actor=city.dewi.user,
    )  # fmt: skip
    page.get_by_role("button", name="Jadikan WFO").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Hari itu sudah diubah orang lain.")
    expect(dialog).to_contain_text("Dewi Anggraini")
    expect(dialog).to_contain_text("Tamu provinsi")
    expect(dialog.locator("textarea")).to_have_value("Rapat DPRD")
    expect(link).to_have_class("K ch")
    look(page)
    page.get_by_role("button", name="Tutup").click()
    expect(link).to_be_focused()


def test_a_session_that_is_over_takes_nothing_away(opened, city):
    plan, page = opened
    cell(page, city.sari, a_day(plan, city.sari, at_home=True)).click()
    page.locator("dialog textarea").fill("Menerima tamu")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Jadikan WFO").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Yang Anda tulis masih ada.")
    expect(dialog.locator("textarea")).to_have_value("Menerima tamu")
