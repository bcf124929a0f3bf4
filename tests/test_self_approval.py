"""Nobody decides on what is theirs: every act that decides, in every form of self-approval.

Rudi heads Bidang Ekonomi and holds every role of the city besides; Tono stands in for him there.
Each act on Rudi's own affairs is tried by Rudi himself, with and without his roles, and by the
stand-in whose place is his; each act on Tono's own by Tono, who leads his own unit as Plh.
"""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from attendance.models import (
    AbsenceFinding,
    CheckIn,
    Correction,
    Indication,
    IndicationCase,
    ResponseCheck,
)
from attendance.services.absences import decide_absence
from attendance.services.check_ins import review_check_in
from attendance.services.corrections import decide_correction
from attendance.services.response_checks import call_people, rule_on_call
from attendance.services.signals import decide_indication
from attendance.services.work_reports import accept_work_report, return_work_report
from schedules.models import Assignment, Away, PairApart, Preference, Swap
from schedules.services.away_requests import decide_away
from schedules.services.aways import record_away, withdraw_away
from schedules.services.calendar import declare_holiday
from schedules.services.duty import name_duty
from schedules.services.emergencies import declare_emergency
from schedules.services.pairs import end_pair, keep_apart
from schedules.services.preferences import decide_caregiver
from schedules.services.recalls import recall_people
from schedules.services.swaps import decide_swap
from tests.attendance.conftest import *  # noqa: F403
from tests.conftest import MONDAY
from tests.schedules.swap_cast import THURSDAY, TUESDAY, published_plan
from units import clock
from units.decisions import Refused
from units.models import Decision, Exclusion, Home, Outbox, Posting, RoleGrant, Skill
from units.services.mandates import appoint_acting_head
from units.services.people import (
    add_skill,
    confirm_home,
    end_exclusion,
    end_skill,
    record_exclusion,
)
from units.services.postings import end_employment, post_employee
from units.services.roles import end_role, grant_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

DAY = datetime.date(2026, 12, 16)
LETTER = {"letter_number": "800/1"}

YESTERDAY = datetime.date(2026, 12, 4)
MOMENT = datetime.datetime(2026, 12, 4, 1, tzinfo=datetime.UTC)


def away_asked(city, one):
    away = Away.objects.create(
        employee=one, kind="sakit", status="requested", starts_on=DAY, ends_on=DAY,
        recorded_by=one.user, recorded_at=clock.now(),
    )  # fmt: skip
    return lambda actor: decide_away(away, accepted=True, reason="", actor=actor)


def away_recorded(city, one):
    return lambda actor: record_away(one, kind="sakit", starts_on=DAY, ends_on=DAY, actor=actor)


def away_withdrawn(city, one):
    away = record_away(one, kind="sakit", starts_on=DAY, ends_on=DAY, actor=city.hana.user)
    return lambda actor: withdraw_away(away, reason="Salah catat", actor=actor)


def swap_decided(city, one):
    plan = published_plan(city)
    Assignment.objects.filter(plan=plan, employee=one).delete()
    Assignment.objects.create(plan=plan, employee=one, date=THURSDAY, published=True)
    swap = Swap.objects.create(
        plan=plan, asker=one, partner=city.sari, give_on=THURSDAY, take_on=TUESDAY,
        status="taken", asked_at=clock.now(), taken_at=clock.now(), expires_on=TUESDAY,
    )  # fmt: skip
    return lambda actor: decide_swap(swap, accepted=False, reason="Rapat", actor=actor)


def caregiver_confirmed(city, one):
    wish = Preference.objects.create(
        employee=one, caregiver_evidence="Kartu keluarga", caregiver_asked_at=clock.now(),
        updated_at=clock.now(),
    )  # fmt: skip
    return lambda actor: decide_caregiver(wish, accepted=True, reason="", actor=actor)


def pair_recorded(city, one):
    return lambda actor: keep_apart(one, city.sari, reason="Saling mengganti", actor=actor)


def pair_ended(city, one):
    low, high = sorted((one, city.sari), key=lambda person: person.pk)
    pair = PairApart.objects.create(
        first=low, second=high, reason="Saling mengganti", starts_on=MONDAY,
        recorded_by=city.dewi.user,
    )  # fmt: skip
    return lambda actor: end_pair(pair, actor=actor)


def duty_named(city, one):
    declare_holiday(
        DAY, name="Hari Kota", kind="local", legal_basis="SE 9/2026", actor=city.wati.user
    )
    return lambda actor: name_duty(
        city.division, date=DAY, people=[one.pk], start=datetime.time(8), end=datetime.time(14),
        actor=actor,
    )  # fmt: skip


def recalled(city, one):
    plan = published_plan(city)
    Assignment.objects.filter(plan=plan, employee=one).delete()
    Assignment.objects.create(plan=plan, employee=one, date=THURSDAY, published=True)
    return lambda actor: recall_people([one.pk], date=THURSDAY, reason="Rapat", actor=actor)


def emergency_declared(city, one):
    published_plan(city)
    return lambda actor: declare_emergency(
        kind="flood", reason="Banjir", letter_number="1", letter_dated_on=MONDAY, starts_on=DAY,
        ends_on=DAY, units=[], employee_ids=[one.pk], confirmation="Dipahami", actor=actor,
    )  # fmt: skip


def check_in_reviewed(city, one):
    record = CheckIn.objects.create(
        employee=one, work_date=MONDAY, direction="in", workplace="wfo", finding="review",
        server_time=clock.now(), review_reason="no_location",
        key="12345678-1234-5678-1234-567812345678",
    )  # fmt: skip
    return lambda actor: review_check_in(record, accepted=True, reason="Terlihat", actor=actor)


def correction_decided(city, one):
    asked = Correction.objects.create(
        employee=one, work_date=YESTERDAY, kind="times", claimed_in=MOMENT, reason="Lupa",
        asked_by=one.user, asked_at=clock.now(),
    )  # fmt: skip
    return lambda actor: decide_correction(asked, accepted=False, reason="Tidak", actor=actor)


def report_accepted(city, one, report_of):
    report = report_of(one, YESTERDAY)
    return lambda actor: accept_work_report(report, actor=actor)


def report_returned(city, one, report_of):
    report = report_of(one, YESTERDAY)
    return lambda actor: return_work_report(report, reason="Lengkapi", actor=actor)


def absence_explained(city, one):
    finding = AbsenceFinding.objects.create(
        employee=one, unit=city.division, date=YESTERDAY, asked_at=MOMENT, answer_due_on=YESTERDAY
    )
    return lambda actor: decide_absence(finding, confirmed=False, reason="Sakit", actor=actor)


def indication_settled(city, one):
    found = Indication.objects.create(
        kind="coordinates", subject="x", month=datetime.date(2026, 12, 1), starts_on=YESTERDAY,
        ends_on=YESTERDAY, found_at=MOMENT,
    )  # fmt: skip
    case = IndicationCase.objects.create(
        indication=found, employee=one, unit=city.division, told_at=MOMENT,
        answer_due_on=YESTERDAY,
    )  # fmt: skip
    return lambda actor: decide_indication(
        case, outcome="no_ground", reason="Gedung yang sama", actor=actor
    )


def call_ruled_on(city, one):
    call = ResponseCheck.objects.create(
        employee=one, unit=city.division, work_date=YESTERDAY, number=1,
        called_by=city.dewi.user, called_at=MOMENT, due_at=MOMENT + datetime.timedelta(minutes=15),
        explain_by=YESTERDAY,
    )  # fmt: skip
    return lambda actor: rule_on_call(call, excused=True, reason="Rapat daring", actor=actor)


def home_confirmed(city, one):
    home = Home.objects.create(
        employee=one, latitude=-6.25, longitude=107.0, set_at=clock.now(), starts_on=MONDAY
    )
    return lambda actor: confirm_home(home, actor=actor)


def exclusion_ended(city, one):
    held = Exclusion.objects.create(
        employee=one, kind="discipline", reason="LHP", starts_on=MONDAY,
        recorded_by=city.wati.user,
    )  # fmt: skip
    return lambda actor: end_exclusion(held, actor=actor, ends_on=DAY)


def exclusion_recorded(city, one):
    return lambda actor: record_exclusion(
        one, actor=actor, kind="discipline", reason="LHP", starts_on=DAY
    )


def skill_recorded(city, one):
    skill = Skill.objects.create(code="LOKET", name="Petugas loket")
    return lambda actor: add_skill(one, actor=actor, skill=skill, starts_on=MONDAY)


def skill_ended(city, one):
    skill = Skill.objects.create(code="LOKET", name="Petugas loket")
    held = one.skills.create(skill=skill, starts_on=MONDAY)
    return lambda actor: end_skill(held, actor=actor, ends_on=DAY)


def posted(city, one):
    return lambda actor: post_employee(
        one, actor=actor, unit=city.other_division, position=city.positions.clerk, starts_on=DAY
    )


def employment_ended(city, one):
    return lambda actor: end_employment(one, actor=actor, left_on=DAY, reason="Pensiun")


def role_granted(city, one):
    return lambda actor: grant_role(one.user, actor=actor, role="inspectorate", **LETTER)


def role_ended(city, one):
    held = RoleGrant.objects.create(
        user=one.user, role="inspectorate", starts_on=datetime.date(2026, 1, 1)
    )
    return lambda actor: end_role(held, actor=actor)


def stand_in_appointed(city, one):
    return lambda actor: appoint_acting_head(
        city.division, actor=actor, employee=one if one == city.tono else city.sari,
        position=city.positions.head_of_division, kind="plt",
        starts_on=datetime.date(2027, 1, 4), ends_on=datetime.date(2027, 1, 8), **LETTER,
    )  # fmt: skip


# Each act, and who may do it to Rudi and Tono: their superior, unit HR or BKPSDM.
BY_SUPERIOR = [
    away_asked, swap_decided, duty_named, recalled, emergency_declared, check_in_reviewed,
    correction_decided, report_accepted, report_returned, absence_explained, indication_settled,
    call_ruled_on, pair_recorded, pair_ended, stand_in_appointed,
]  # fmt: skip
BY_UNIT_HR = [away_recorded, away_withdrawn, caregiver_confirmed, home_confirmed, skill_recorded,
              skill_ended, posted, employment_ended]  # fmt: skip
BY_BKPSDM = [exclusion_recorded, exclusion_ended, role_granted, role_ended]
ACTS = {
    act: who
    for acts, who in ((BY_SUPERIOR, "dewi"), (BY_UNIT_HR, "hana"), (BY_BKPSDM, "wati"))
    for act in acts
}


@pytest.fixture
def try_act(city, report_of):
    """Return try_act(act, one, actor): what the act raises for the actor, None where it is done."""
    Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, starts_on=MONDAY, ends_on="2026-12-31", letter_number="800/12",
    )  # fmt: skip

    def run(act, one, actor):
        given = {"report_of": report_of} if act in (report_accepted, report_returned) else {}
        done = act(city, one, **given)
        before = Decision.objects.count(), Outbox.objects.count()
        try:
            done(actor)
        except (PermissionDenied, Refused, Http404) as refusal:
            assert (Decision.objects.count(), Outbox.objects.count()) == before
            return refusal
        return None

    return run


def every_role(city, one):
    for role in ("bkpsdm", "sekda", "unit_hr"):
        RoleGrant.objects.create(
            user=one.user, role=role, unit=city.agency if role == "unit_hr" else None,
            starts_on=datetime.date(2026, 1, 1),
        )  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
class TestNobodyDecidesOnWhatIsTheirs:
    def test_who_may_does_it(self, city, try_act, act):
        """Else a refusal below would show nothing."""
        refusal = try_act(act, city.rudi, getattr(city, ACTS[act]).user)
        assert refusal is None, refusal

    def test_own(self, city, try_act, act):
        assert try_act(act, city.rudi, city.rudi.user)

    def test_own_by_every_role_at_once(self, city, try_act, act):
        every_role(city, city.rudi)
        assert try_act(act, city.rudi, city.rudi.user)

    def test_own_as_stand_in_for_the_own_head(self, city, try_act, act):
        every_role(city, city.tono)
        assert try_act(act, city.tono, city.tono.user)


@pytest.mark.parametrize("act", BY_SUPERIOR, ids=lambda act: act.__name__)
def test_a_stand_in_does_not_decide_for_the_one_whose_place_they_keep(city, try_act, act):
    assert try_act(act, city.rudi, city.tono.user)


def test_a_head_cannot_pick_the_delegate_who_would_decide(city, try_act):
    """Tono leads below nobody whom he chose: neither Rudi nor Rudi with every role appoints."""
    every_role(city, city.rudi)
    refusal = try_act(stand_in_appointed, city.rudi, city.rudi.user)
    assert isinstance(refusal, PermissionDenied)


def test_calling_oneself_is_no_call(city, monday):
    with pytest.raises((PermissionDenied, Refused)):
        call_people([city.rudi.pk], actor=city.rudi.user)
    assert ResponseCheck.objects.count() == 0
