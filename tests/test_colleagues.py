"""Everything that a colleague can open, searched for what only the person and superiors may read.

Tono gets a cause of absence, a caregiver status, a discipline case and a balance, each in words
and figures that stand nowhere else. Then whatever the matrix opens to a colleague of the same unit,
to one of another agency and to anybody is opened: pages, PDF, XLSX, CSV, ICS, archives and JSON.
"""

import datetime
import io
import zipfile

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from schedules.models import Away, BalanceEntry, Plan, Preference
from tests.schedules.office_cast import make_period
from tests.schedules.swap_cast import published_plan
from tests.test_matrix import ROWS
from units import clock
from units.models import Exclusion

pytestmark = pytest.mark.django_db

CAUSE = "zirkonia lambung"
REFUSAL = "kelabu permai"
EVIDENCE = "akta xilofon"
DISCIPLINE = "perkara quasar"
BALANCE = "37,3"
SECRETS = (CAUSE, REFUSAL, EVIDENCE, DISCIPLINE, BALANCE, "37.3")
COLLEAGUES = {"employee": "sari", "stranger": "umar", "anonymous": None}


def plant(city):
    """Give Tono what nobody beside him may read; in the standing plan too, where there is one."""
    tono, today = city.tono, clock.today()
    recorded = {"recorded_by": city.hana.user, "recorded_at": clock.now()}
    Away.objects.filter(employee=tono).delete()
    Away.objects.create(
        employee=tono, kind="sakit", starts_on=today, ends_on=today + datetime.timedelta(days=1),
        reason=CAUSE, **recorded,
    )  # fmt: skip
    Away.objects.create(
        employee=tono, kind="cuti", leave_type="penting", status="refused", reason=CAUSE,
        starts_on=today + datetime.timedelta(days=9), ends_on=today + datetime.timedelta(days=9),
        decision_reason=REFUSAL, decided_by=city.rudi.user, decided_at=clock.now(), **recorded,
    )  # fmt: skip
    Exclusion.objects.create(
        employee=tono, kind="discipline", reason=DISCIPLINE, starts_on=today,
        recorded_by=city.wati.user,
    )  # fmt: skip
    Preference.objects.update_or_create(
        employee=tono,
        defaults={
            "caregiver": True, "caregiver_confirmed_by": city.hana.user,
            "caregiver_evidence": EVIDENCE, "caregiver_answer": EVIDENCE,
            "updated_at": clock.now(),
        },
    )  # fmt: skip
    period = BalanceEntry._meta.get_field("period").related_model.objects.first() or make_period()
    BalanceEntry.objects.create(
        employee=tono, period=period, number=7, about=period, kind="days", amount="37.3",
        reason=CAUSE, created_at=clock.now(),
    )  # fmt: skip
    for plan in Plan.objects.all():
        for person in plan.problem["people"]:
            if person["id"] == str(tono.pk):
                person |= {"balance": 37.3, "caregiver": True}
        plan.save(update_fields=["problem"])


def told_by(response):
    """Return everything that an answer says, whatever it is written in."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"%PDF") and b"startxref" in body:
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            )
    return body.decode(errors="replace")


def open_to_colleagues(row):
    return row.method == "get" and any(row.expect[role] == 200 for role in COLLEAGUES)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if open_to_colleagues(row)], ids=lambda row: row.label
)
def test_nothing_that_a_colleague_can_open_tells_of_it(row, city):
    kwargs, data = row.kwargs(city), row.data(city)
    plant(city)
    for role, who in COLLEAGUES.items():
        client = Client()
        with transaction.atomic():
            if who:
                client.force_login(getattr(city, who).user)
            response = client.get(reverse(row.name, kwargs=kwargs), data)
            found = told_by(response).casefold()
            assert [secret for secret in SECRETS if secret in found] == [], role
            transaction.set_rollback(True)


def read(city, who, name, *args):
    client = Client()
    client.force_login(getattr(city, who).user)
    response = client.get(reverse(name, args=args))
    return told_by(response).casefold() if response.status_code == 200 else ""


@pytest.fixture
def planted(city, monday):
    plan = published_plan(city)
    plant(city)
    return plan


@pytest.mark.parametrize(
    ("name", "argument", "secret", "readers"),
    [
        ("units:employee_detail", "tono", DISCIPLINE, {"tono", "rudi", "dewi", "wati"}),
        ("schedules:away_request_detail", "away", CAUSE, {"tono", "rudi", "dewi", "hana", "wati"}),
        ("schedules:balance_ledger", "tono", BALANCE, {"tono", "rudi", "dewi", "hana", "wati"}),
        ("schedules:preferences", None, EVIDENCE, {"tono"}),
        (
            "schedules:plan_board",
            "board",
            's<span class="sr"> sakit',
            {"rudi", "dewi", "hana", "wati"},
        ),
    ],
)
def test_the_person_and_those_in_charge_read_it(city, planted, name, argument, secret, readers):
    arguments = {
        "tono": [city.tono.pk],
        "away": [Away.objects.get(employee=city.tono, kind="sakit").pk],
        "board": [planted.pk, city.division.pk],
        None: [],
    }[argument]
    found = {
        who
        for who in ("sari", "tono", "rudi", "dewi", "hana", "wati", "umar", "yanti")
        if secret in read(city, who, name, *arguments)
    }
    assert found == readers
