"""Policies: contradictions in words, in force once and unchanged afterwards, the nearest wins."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from schedules.models import Floor, Policy
from schedules.queries.policies import policies_by_day, policy_for
from schedules.queries.policy_rules import contradictions, headcounts, warnings
from schedules.queries.policy_text import floor_sentence, sentences
from schedules.services.policies import (
    add_floor,
    change_policy,
    discard_policy,
    draft_policy,
    new_policy_version,
    put_policy_in_force,
    remove_floor,
)
from units.decisions import Refused
from units.models import Decision, EmployeeSkill, Skill

from .conftest import make_policy

D = datetime.date


def fields(**over):
    return {"name": "Kebijakan", "legal_basis": "SE 1/2026", "starts_on": D(2026, 12, 14)} | over


@pytest.fixture
def draft(city, monday):
    return draft_policy(city.root, fields(), actor=city.wati.user)


def test_a_draft_has_the_defaults_of_the_regulation(draft, city):
    assert (draft.status, draft.version) == ("draft", 1)
    assert (draft.most_per_week, draft.target_per_week, draft.share_at_home) == (
        2, 1, Decimal("0.50")
    )  # fmt: skip
    assert draft.exclude_discipline is True
    assert policy_for(city.division, D(2026, 12, 14)) is None
    decision = Decision.objects.get(act="draft_policy")
    assert (decision.actor, decision.unit) == (city.wati.user, city.root)


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"ends_on": D(2026, 12, 13)}, "berakhir mendahului"),
        ({"target_per_week": 3}, "Sasaran WFH seminggu melebihi"),
        ({"least_per_week": 3}, "paling sedikit melebihi jumlah terbanyak"),
        ({"least_per_week": 2, "target_per_week": 1}, "paling sedikit melebihi sasaran"),
        ({"share_at_home": Decimal(0), "least_per_week": 1}, "Tidak seorang pun"),
        ({"most_per_week": 3}, "Pasal 13"),
        ({"mode": "fixed_weekday"}, "memerlukan paling sedikit satu"),
        ({"fixed_weekdays": [4]}, "tidak memakai hari WFH tetap"),
        (
            {"mode": "fixed_weekday", "fixed_weekdays": [0], "barred_weekdays": [0]},
            "Hari yang sama",
        ),
        ({"mode": "fixed_weekday", "fixed_weekdays": [1, 2, 3]}, "lebih banyak daripada"),
        ({"barred_weekdays": [0, 1, 2, 3, 4]}, "tidak menyisakan hari"),
    ],
)
def test_contradictions_are_refused_in_words(city, monday, over, sentence):
    with pytest.raises(Refused, match=sentence):
        draft_policy(city.root, fields(**over), actor=city.wati.user)
    assert not Policy.objects.exists()
    assert not Decision.objects.exists()


def test_more_than_two_days_with_a_named_exception(city, monday):
    policy = draft_policy(
        city.root,
        fields(most_per_week=3, exception_basis="Keputusan Wali Kota 9"),
        actor=city.wati.user,
    )
    assert contradictions(policy) == []


def test_the_database_refuses_more_than_two_days_without_an_exception(city, policy):
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(most_per_week=3)


def test_put_in_force_applies_from_its_date(draft, city):
    put_policy_in_force(draft, actor=city.wati.user, reason="Arahan Sekda")
    assert policy_for(city.division, D(2026, 12, 13)) is None
    assert policy_for(city.division, D(2026, 12, 14)) == draft
    assert Decision.objects.get(act="put_policy_in_force").reason == "Arahan Sekda"


def test_nothing_rules_backwards(city, monday):
    draft = draft_policy(city.root, fields(starts_on=D(2026, 12, 6)), actor=city.wati.user)
    with pytest.raises(Refused, match="berlaku surut"):
        put_policy_in_force(draft, actor=city.wati.user)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_policy_in_force_never_changes(draft, city):
    floor = add_floor(draft, unit=city.division, text="Satu", on_site=1, actor=city.wati.user)
    put_policy_in_force(draft, actor=city.wati.user)
    before = Policy.objects.values().get()
    count = Decision.objects.count()
    for act in (
        lambda: change_policy(draft, {"most_per_week": 1}, actor=city.wati.user),
        lambda: add_floor(draft, unit=city.agency, text="x", on_site=1, actor=city.wati.user),
        lambda: remove_floor(floor, actor=city.wati.user),
        lambda: discard_policy(draft, actor=city.wati.user),
        lambda: put_policy_in_force(draft, actor=city.wati.user),
    ):
        with pytest.raises(Refused, match="tidak dapat diubah"):
            act()
    assert Policy.objects.values().get() == before
    assert Floor.objects.count() == 1
    assert Decision.objects.count() == count


def test_a_new_version_copies_floors_and_supersedes_from_its_date(city, policy, monday):
    skill = Skill.objects.create(code="LOKET", name="Petugas loket")
    Floor.objects.create(
        policy=policy, unit=city.agency, skill=skill, text="Loket", on_site=2, weekdays=[0, 4]
    )
    copy = new_policy_version(policy, actor=city.wati.user)
    assert (copy.version, copy.status, copy.starts_on) == (2, "draft", D(2026, 12, 8))
    floor = copy.floors.get()
    assert (floor.unit, floor.skill, floor.on_site, floor.weekdays) == (
        city.agency, skill, 2, [0, 4]
    )  # fmt: skip
    change_policy(copy, {"most_per_week": 1}, actor=city.wati.user)
    put_policy_in_force(copy, actor=city.wati.user)
    policy.refresh_from_db()
    assert (policy.status, policy.ends_on) == ("superseded", D(2026, 12, 7))
    assert policy_for(city.division, D(2026, 12, 7)) == policy
    assert policy_for(city.division, D(2026, 12, 8)) == copy
    assert policy.most_per_week == 2


def test_a_version_of_the_same_day_wins_by_its_number(city, draft):
    put_policy_in_force(draft, actor=city.wati.user)
    copy = new_policy_version(draft, actor=city.wati.user)
    put_policy_in_force(copy, actor=city.wati.user)
    assert policy_for(city.division, D(2026, 12, 14)) == copy
    assert Policy.objects.filter(status="in_force").count() == 1


def test_one_policy_in_force_per_unit_by_the_database(city, policy):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_policy(city.root, city.wati.user, version=2)


def test_the_nearest_unit_wins(city, policy):
    own = make_policy(city.agency, city.wati.user)
    day = D(2026, 12, 7)
    assert policy_for(city.division, day) == own
    assert policy_for(city.counter, day) == policy
    every = policies_by_day(day, day)[day]
    assert every.for_unit(city.division.pk) == own
    assert every.for_unit(city.counter.pk) == policy
    assert every.own_of(city.division.pk) is None


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"unit": "service"}, "tidak berada di bawah"),
        ({"on_site": 0}, "Paling sedikit satu"),
        ({"skill": True, "position": True}, "tidak keduanya"),
    ],
)
def test_refused_floors(city, monday, over, sentence):
    draft = draft_policy(city.agency, fields(), actor=city.wati.user)
    skill = Skill.objects.create(code="LOKET", name="Loket")
    values = {"unit": city.division, "on_site": 1}
    if "unit" in over:
        values["unit"] = city.service
    values["on_site"] = over.get("on_site", 1)
    if "skill" in over:
        values |= {"skill": skill, "position": city.positions.clerk}
    with pytest.raises(Refused, match=sentence):
        add_floor(draft, text="x", actor=city.wati.user, **values)
    assert not Floor.objects.exists()


def test_a_floor_is_kept_within_one_agency(draft, city):
    with pytest.raises(Refused, match="satu perangkat daerah"):
        add_floor(draft, unit=city.root, text="x", on_site=1, actor=city.wati.user)


def test_a_floor_above_the_headcount_is_a_warning_and_no_refusal(city, policy):
    skill = Skill.objects.create(code="LOKET", name="Loket")
    EmployeeSkill.objects.create(employee=city.sari, skill=skill, starts_on=D(2026, 1, 1))
    floors = [
        Floor.objects.create(policy=policy, unit=city.division, text="Empat", on_site=4),
        Floor.objects.create(policy=policy, unit=city.agency, skill=skill, text="Loket", on_site=1),
        Floor.objects.create(
            policy=policy, unit=city.agency, position=city.positions.clerk, text="D", on_site=2
        ),
    ]
    day = D(2026, 12, 7)
    assert headcounts(floors, day) == {floors[0].pk: 3, floors[1].pk: 1, floors[2].pk: 2}
    assert warnings(policy, floors, day) == [
        "“Empat” meminta 4 orang, padahal hanya 3 orang yang ada."
    ]


def test_the_rule_in_plain_sentences(city, policy):
    policy.barred_weekdays, policy.desirable_weekdays = [0], [0, 4]
    policy.excluded_echelons = ["II.b"]
    found = sentences(policy)
    assert found[0] == (
        "Berlaku mulai 1 Januari 2026 bagi Pemerintah Kota Bekasi dan semua unit di bawahnya."
    )
    assert "WFH digilir: sasarannya 1 hari seminggu." in found
    assert "Paling banyak 2 hari WFH seminggu bagi setiap pegawai." in found
    assert "Pada satu hari, paling banyak 50 % pegawai unit berada di rumah." in found
    assert "Hari Senin semua bekerja di kantor." in found
    assert "Pejabat eselon II.b bekerja di kantor." in found
    floor = Floor.objects.create(
        policy=policy, unit=city.division, text="x", on_site=2, weekdays=[0, 2, 4]
    )
    assert floor_sentence(floor) == (
        "Bidang Ekonomi: paling sedikit 2 orang di kantor, Senin, Rabu dan Jumat."
    )
