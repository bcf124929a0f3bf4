"""The portal by keyboard alone: every stop is seen, in order, nothing holds the focus.

Also the comforts that scripts add: menus that Escape closes, and the board with its arrows.
"""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from bekasi_wfh.demo.accounts import ROLES
from tests.browser.crawl import stops_by_tab
from tests.schedules.office_cast import make_plan
from units.models import User

TODAY = datetime.date(2026, 11, 24)
PAGES = {
    None: ("home", "account_login"),
    "pegawai": ("attendance:today", "schedules:my_schedule", "attendance:work_report_list"),
    "kabid": ("attendance:team", "schedules:plan_list", "attendance:check_in_review_list"),
    "bkpsdm": ("units:employee_list", "units:unit_list", "schedules:policy_new",
               "schedules:calendar", "reports:report_list", "reports:setup"),
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_every_stop_is_seen_and_none_holds_the_focus(live_server, desktop, enter, time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 3, tzinfo=datetime.UTC))
    call_command("seed_demo", people=300, today=TODAY, verbosity=0)
    emails = {role.name: role.email for role in ROLES}
    faults = {}
    for role, names in PAGES.items():
        if role:
            enter(desktop, User.objects.get(email=emails[role]))
        page = desktop.new_page()
        for name in names:
            page.goto(live_server.url + reverse(name))
            stops, found = stops_by_tab(page)
            assert stops[0] == "Langsung ke isi", name
            if found:
                faults[f"{role} {name}"] = found
        page.close()
    assert faults == {}


@pytest.fixture
def board(city, monday, live_server, desktop, enter):
    """The board of a draft, opened by the head who may change it."""
    plan = make_plan(city)
    page = enter(desktop, city.rudi.user).new_page()
    unit = plan.parts.get().unit_id
    page.goto(live_server.url + reverse("schedules:plan_board", args=[plan.pk, unit]))
    return page


def focused(page, what="textContent"):
    return page.evaluate(f"document.activeElement.{what}").strip()


@pytest.mark.django_db(transaction=True)
def test_the_skip_link_leads_to_the_content(board):
    board.keyboard.press("Tab")
    assert focused(board) == "Langsung ke isi"
    board.keyboard.press("Enter")
    assert focused(board, "id") == "isi"
    board.keyboard.press("Tab")
    assert board.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.django_db(transaction=True)
def test_the_menu_opens_by_enter_and_escape_gives_the_focus_back(board):
    summary = board.locator("nav.nav details.menu > summary")
    summary.focus()
    board.keyboard.press("Enter")
    assert board.locator(".menu-panel").is_visible()
    board.keyboard.press("Tab")
    assert board.evaluate("document.activeElement.closest('.menu-panel') !== null")
    board.keyboard.press("Escape")
    assert not board.locator(".menu-panel").is_visible()
    assert focused(board) == "Menu"


@pytest.mark.django_db(transaction=True)
def test_the_board_is_one_stop_with_arrows_and_enter_opens_a_day(board):
    cells = board.locator("table.board tbody a")
    assert cells.evaluate_all("all => all.filter(a => a.tabIndex === 0).length") == 1
    cells.first.focus()
    first = focused(board, "href")
    board.keyboard.press("ArrowRight")
    right = focused(board, "href")
    assert right != first
    board.keyboard.press("ArrowLeft")
    assert focused(board, "href") == first
    board.keyboard.press("ArrowDown")
    assert focused(board, "href").split("day=")[1] == first.split("day=")[1]
    board.keyboard.press("ArrowUp")
    board.keyboard.press("Enter")
    dialog = board.locator("dialog[open]")
    dialog.wait_for()
    assert board.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    board.keyboard.press("Escape")
    assert board.locator("dialog[open]").count() == 0
    assert focused(board, "href") == first
