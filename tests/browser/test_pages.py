"""Every page that links reach, as the roles of the demo city, on a phone and on a desktop."""

import datetime

import pytest
from django.core.management import call_command

from bekasi_wfh.demo.accounts import ROLES
from tests.browser.crawl import crawl
from units.models import User

TODAY = datetime.date(2026, 11, 24)
# Each walk seeds the city for itself, so that two of them run side by side.
WALKS = {
    "bkpsdm on a phone": ("phone", ("bkpsdm",), "units:employee_list"),
    "others on a phone": ("phone", ("kabid", "pegawai", "dprd"), "attendance:today"),
    "on a desktop": ("desktop", ("bkpsdm", "kepala"), "reports:report_detail"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("walk", WALKS)
def test_pages_of_each_role_open_fit_the_window_and_break_no_rule(
    live_server, enter, time_machine, request, walk
):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 3, tzinfo=datetime.UTC))
    call_command("seed_demo", people=300, today=TODAY, verbosity=0)
    emails = {role.name: role.email for role in ROLES}
    window, roles, expected = WALKS[walk]
    faults, names = {}, set()
    for role in roles:
        context = enter(request.getfixturevalue(window), User.objects.get(email=emails[role]))
        for page in crawl(context, live_server.url, each=1, axe=window == "phone"):
            names.add(page.name)
            if page.faults:
                faults[f"{role} {page.path}"] = page.faults
    assert faults == {}
    assert {expected, "schedules:plan_board"} <= names
