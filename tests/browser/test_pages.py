"""Every page that links reach, as the roles of the demo city, on a phone and on a desktop."""

import datetime

import pytest
from django.core.management import call_command

from bekasi_wfh.demo.accounts import ROLES
from tests.browser.crawl import crawl
from units.models import User

TODAY = datetime.date(2026, 11, 24)
ON_PHONE = ("bkpsdm", "kabid", "pegawai", "dprd")
ON_DESKTOP = ("bkpsdm", "kepala")


@pytest.mark.django_db(transaction=True)
def test_pages_of_each_role_open_fit_the_window_and_break_no_rule(
    live_server, phone, desktop, enter, time_machine
):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 3, tzinfo=datetime.UTC))
    call_command("seed_demo", people=300, today=TODAY, verbosity=0)
    emails = {role.name: role.email for role in ROLES}
    faults, names = {}, set()
    for window, roles in ((phone, ON_PHONE), (desktop, ON_DESKTOP)):
        for role in roles:
            context = enter(window, User.objects.get(email=emails[role]))
            for page in crawl(context, live_server.url, each=1, axe=window is phone):
                names.add(page.name)
                if page.faults:
                    faults[f"{role} {page.path}"] = page.faults
    assert faults == {}
    assert {"attendance:today", "schedules:plan_board", "reports:report_detail"} <= names
