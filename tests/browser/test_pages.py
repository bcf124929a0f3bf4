"""Every page that links reach, as every role, in the demo city on a phone."""

import datetime

import pytest
from django.core.management import call_command

from bekasi_wfh.demo.accounts import ROLES
from tests.browser.crawl import crawl
from units.models import User

TODAY = datetime.date(2026, 11, 24)
WALKED = ("bkpsdm", "kabid", "pegawai", "dprd")


@pytest.mark.django_db(transaction=True)
def test_pages_of_each_role_open_fit_a_phone_and_break_no_rule(
    live_server, phone, enter, time_machine
):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 3, tzinfo=datetime.UTC))
    call_command("seed_demo", people=300, today=TODAY, verbosity=0)
    emails = {role.name: role.email for role in ROLES}
    faults, names = {}, set()
    for role in WALKED:
        user = User.objects.get(email=emails[role])
        for page in crawl(enter(phone, user), live_server.url, each=1):
            names.add(page.name)
            if page.faults:
                faults[f"{role} {page.path}"] = page.faults
    assert faults == {}
    assert {"attendance:today", "schedules:plan_board", "reports:report_detail"} <= names
