"""The head is absent: the next level or BKPSDM appoints a Plh., who acts from that minute."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from schedules.models import Swap
from schedules.services.aways import record_away
from schedules.services.swaps import decide_swap, take_swap
from tests.middle_of_month.conftest import told
from tests.schedules.swap_cast import THURSDAY, offered
from units.access import scope_for
from units.models import Decision
from units.queries.people import superiors_of
from units.services.mandates import appoint_acting_head

MONDAY = datetime.date(2026, 12, 7)


def appoint(city, actor, person=None):
    return appoint_acting_head(
        city.division, actor=actor.user, employee=person or city.hana,
        position=city.positions.head_of_division, kind="plh", letter_number="800/77",
        starts_on=MONDAY, ends_on=THURSDAY,
    )  # fmt: skip


@pytest.fixture
def ill(city, plan):
    """Rudi, the head, is ill from today on; a swap of Sari and Tono waits for him."""
    swap = offered(city, plan)
    take_swap(swap, actor=city.tono.user)
    record_away(city.rudi, kind="sakit", starts_on=MONDAY, ends_on=THURSDAY, actor=city.hana.user)
    return swap


@pytest.mark.parametrize("who", ["dewi", "wati"])
def test_next_level_or_bkpsdm_appoints_and_the_stand_in_acts_from_that_minute(city, ill, who):
    with pytest.raises(PermissionDenied):
        decide_swap(ill, accepted=True, reason="", actor=city.hana.user)
    appoint(city, getattr(city, who))
    assert scope_for(city.hana.user).heads(city.division)
    assert superiors_of(city.sari, MONDAY) == [city.hana.user]
    decide_swap(ill, accepted=True, reason="", actor=city.hana.user)
    ill.refresh_from_db()
    assert ill.status == Swap.Status.APPROVED
    last = Decision.objects.order_by("-pk").first()
    assert (last.act, last.mandate) == ("swap_approved", "Plh. Kepala Bidang, surat 800/77")


def test_the_stand_in_is_told(city, ill):
    appoint(city, city.dewi)
    assert (city.hana.nip, "acting_head") in told()


def test_what_waits_waits_no_longer_than_the_next_level(city, ill):
    """Nobody has to be appointed for an act: the level above may decide meanwhile."""
    decide_swap(ill, accepted=False, reason="Menunggu kepala", actor=city.dewi.user)
    ill.refresh_from_db()
    assert ill.status == Swap.Status.REFUSED


def test_the_mandate_ends_with_its_last_day(city, ill, time_machine):
    appoint(city, city.dewi)
    time_machine.move_to(datetime.datetime(2026, 12, 18, 2, tzinfo=datetime.UTC), tick=False)
    assert not scope_for(city.hana.user).is_head
    assert superiors_of(city.sari, datetime.date(2026, 12, 18)) == [city.rudi.user]
