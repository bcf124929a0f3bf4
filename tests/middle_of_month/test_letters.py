"""What becomes of the letter: to be replaced where a day is gone for good, not for an absence."""

import datetime

import pytest

from schedules.models import Letter
from schedules.queries.letters import states_of
from schedules.services.aways import record_away
from tests.schedules.letter_cast import letter_in_force
from tests.schedules.swap_cast import THURSDAY
from units.services.people import record_exclusion
from units.services.postings import end_employment, post_employee

WEDNESDAY = datetime.date(2026, 12, 16)


def transfer(city):
    post_employee(
        city.sari, actor=city.hana.user, unit=city.counter, position=city.positions.planner,
        starts_on=WEDNESDAY, letter_number="821/4",
    )  # fmt: skip


def discipline(city):
    record_exclusion(
        city.sari, actor=city.wati.user, kind="discipline", reason="LHP 7", starts_on=WEDNESDAY
    )


def leave_for_good(city):
    end_employment(city.sari, actor=city.hana.user, left_on=WEDNESDAY, reason="Pensiun")


def be_ill(city):
    record_away(
        city.sari, kind="sakit", starts_on=WEDNESDAY, ends_on=THURSDAY, actor=city.hana.user
    )


def state(letter):
    return states_of(Letter.objects.select_related("plan", "emergency").filter(pk=letter.pk))[
        letter.pk
    ]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (transfer, "replace"),
        (discipline, "replace"),
        (leave_for_good, "replace"),
        (be_ill, "in_force"),
    ],
)
def test_the_letter_after_the_event(city, plan, event, expected):
    letter = letter_in_force(city, plan)
    assert state(letter) == "in_force"
    event(city)
    assert state(letter) == expected
