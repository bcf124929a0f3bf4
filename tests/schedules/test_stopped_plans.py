"""A plan at which the planner's work ran out: drawn up all the same, and said on its page."""

import json
import random

import pytest
from django.conf import settings as configured
from django.urls import reverse

from schedules.models import PairApart, Preference
from schedules.planning import plan_to_json, read_plan, read_problem, solve, violations
from schedules.problems import canonical, problem_hash
from schedules.queries.plan_page import Stop, stop_of
from schedules.queries.rotations import rotation_of
from schedules.services.runs import _outcome
from tests.schedules.conftest import make_policy
from tests.schedules.office_cast import draw_up, make_colleagues, make_period, make_plan
from units import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def make_hard_plan(city):
    """A bidang in which a third of all pairs stay apart: half days would be worth nothing."""
    make_policy(
        city.root, city.wati.user, excluded_echelons=["II.b", "III.b"], barred_weekdays=[0, 4]
    )
    people = make_colleagues(city, city.division, 20)
    dice = random.Random(1)
    pairs = set()
    while len(pairs) < 120:
        pairs.add(tuple(sorted(one.pk for one in dice.sample(people, 2))))
    PairApart.objects.bulk_create(
        PairApart(
            first_id=one, second_id=two, reason="Saling menggantikan", starts_on="2026-01-01",
            recorded_by=city.wati.user,
        )
        for one, two in sorted(pairs)
    )  # fmt: skip
    Preference.objects.bulk_create(
        Preference(employee=one, unwanted_weekdays=[dice.randrange(5)], updated_at=clock.now())
        for one in people
    )
    city.hana.postings.update(starts_on="2026-12-01")
    return draw_up(city, make_period())


@pytest.fixture
def plan(city, settings):
    settings.PLANNER_LIMIT = {"iterations": 4_000, "nodes": 20}
    return make_hard_plan(city)


def page_of(plan, client):
    return client.get(reverse("schedules:plan_detail", args=[plan.pk]))


def test_the_portal_limits_the_work_of_every_problem_and_the_hash_names_the_limit(city, plan):
    assert configured.PLANNER_LIMIT == {"iterations": 4_000, "nodes": 20}
    assert plan.problem["limit"] == {"iterations": 4_000, "nodes": 20}
    assert plan.problem_hash == problem_hash(plan.problem)
    assert problem_hash(plan.problem | {"limit": {"nodes": 21}}) != plan.problem_hash


def test_the_page_says_at_which_goal_the_planner_stopped_and_how_far_it_may_be(city, plan, as_):
    goals = {goal["name"]: (goal["value"], goal["bound"]) for goal in plan.solution["goals"]}
    value, bound = goals["preference"]
    assert plan.solution["status"] == "stopped"
    assert all(goals[one] == (0, 0) for one in ("least", "target", "share", "desirable"))
    assert 0 < bound < value
    page = page_of(plan, as_(city.dewi))
    text = " ".join(page.content.decode().split())
    percent = f"{-(-1000 * (value - bound) // value) / 10:.1f}".replace(".", ",")
    assert (
        "Perencana berhenti pada batas kerjanya di tujuan “Preferensi pegawai”."
        f" Nilainya {value}, dan pembagian mana pun tidak dapat kurang dari {bound}: selisihnya"
        f" dari yang terbaik paling banyak {value - bound}, yaitu {percent} % dari nilai itu."
        " Tujuan sebelumnya terbukti; tujuan sesudahnya belum."
        " Semua aturan wajib dipenuhi saat rencana ini disusun."
    ) in text
    facts = text[text.index('<div class="facts">') :].split("</section>")[0]
    assert "<b>Belum terbukti</b>" in facts
    assert "<b>Terbukti</b>" not in text
    assert page.context["facts"].proof == "open"
    row = text[text.index("Preferensi pegawai<br>") :].split("</tr>")[0]
    assert "belum pada batasnya" in row
    assert ">terbukti<" not in row


def test_a_stopped_plan_breaks_no_hard_rule_and_is_the_same_every_time(plan):
    problem = read_problem(canonical(plan.problem))
    solution = read_plan(plan.solution)
    assert violations(problem, solution.home) == []
    for workers in (1, 8):
        again = solve(problem, workers=workers)
        assert json.loads(plan_to_json(again)) == plan.solution


def test_who_draws_up_the_plan_is_told_that_it_is_not_proven(plan):
    item = plan.period.runs.get().items.get()
    assert item.status == "running"  # the message is written by the job around this call
    assert _outcome([plan]).endswith("Pembagian sah, tetapi belum terbukti yang terbaik.")


def test_a_problem_stored_without_a_limit_is_read_and_shown_as_before(city, plan, as_):
    plan.problem.pop("limit")
    plan.problem_hash = problem_hash(plan.problem)
    plan.save(update_fields=["problem", "problem_hash"])
    problem = read_problem(plan.problem)
    assert (problem.limit.iterations, problem.limit.nodes) == (None, None)
    assert page_of(plan, as_(city.dewi)).status_code == 200
    assert rotation_of(plan).violations == []


@pytest.mark.parametrize(
    ("value", "bound", "gap", "percent"), [(91, 6, 85, 93.5), (1000, 999, 1, 0.1), (3, 2, 1, 33.4)]
)
def test_the_share_in_excess_is_rounded_up(value, bound, gap, percent):
    stop = Stop("", "", value, bound, is_first=False)
    assert (stop.gap, stop.percent) == (gap, percent)


def test_a_proven_plan_says_nothing_of_a_stop(city, as_):
    plan = make_plan(city)
    assert plan.problem["limit"] == {"iterations": 150_000, "nodes": 20_000}
    assert stop_of(rotation_of(plan)) is None
    page = page_of(plan, as_(city.dewi)).content.decode()
    assert "Perencana berhenti" not in page
    assert "<b>Terbukti</b>" in page
