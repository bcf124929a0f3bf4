"""Acts of office on a plan through its pages: what is shown, filtered, refused, ignored."""

import datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse

from schedules.models import Plan, PlanPart
from schedules.queries.plan_page import listed_turn
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import state, submitted
from units.decisions import decisions_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def token_of(response):
    return response.context["token"]


def test_an_approval_ignores_every_other_field(plan, city, as_):
    submitted(plan, city.rudi.user)
    client = as_(city.dewi)
    page = client.get(reverse("schedules:plan_detail", args=[plan.pk]))
    client.post(
        reverse("schedules:plan_approve", args=[plan.pk]),
        {
            "seen": token_of(page),
            "status": "published",
            "approved_by": city.rudi.user.pk,
            "actor": city.rudi.user.pk,
            "agency": city.service.pk,
            "version": 9,
            "acceptance": "tidak diperlukan",
        },
    )
    plan.refresh_from_db()
    assert (plan.status, plan.approved_by, plan.agency, plan.version) == (
        "approved", city.dewi.user, city.agency, 1,
    )  # fmt: skip
    assert decisions_on(plan).get(act="plan_approved").reason == ""


def test_an_approval_without_what_was_shown_is_refused(plan, city, as_):
    submitted(plan, city.rudi.user)
    before = state(plan)
    response = as_(city.dewi).post(reverse("schedules:plan_approve", args=[plan.pk]), follow=True)
    assert "berubah sejak Anda membukanya" in response.content.decode()
    assert state(plan) == before


@pytest.mark.parametrize("name", ["plan_approve", "plan_publish"])
def test_a_get_never_writes(plan, city, as_, name):
    submitted(plan, city.rudi.user)
    before = state(plan)
    assert as_(city.dewi).get(reverse(f"schedules:{name}", args=[plan.pk])).status_code == 405
    assert state(plan) == before


@pytest.mark.parametrize("name", ["plan_part_submit", "plan_part_return"])
def test_a_get_on_a_part_never_writes(plan, city, as_, name):
    before = state(plan)
    url = reverse(f"schedules:{name}", args=[plan.pk, city.division.pk])
    assert as_(city.rudi).get(url).status_code == 405
    assert state(plan) == before


def test_submitting_and_returning_through_the_board(plan, city, as_):
    board = reverse("schedules:plan_board", args=[plan.pk, city.division.pk])
    client = as_(city.rudi)
    seen = token_of(client.get(board))
    client.post(
        reverse("schedules:plan_part_submit", args=[plan.pk, city.division.pk]), {"seen": seen}
    )
    assert Plan.objects.get(pk=plan.pk).status == "submitted"
    client = as_(city.dewi)
    seen = token_of(client.get(board))
    client.post(
        reverse("schedules:plan_part_return", args=[plan.pk, city.division.pk]),
        {"seen": seen, "reason": "<script>alert(1)</script>"},
    )
    assert Plan.objects.get(pk=plan.pk).status == "draft"
    page = client.get(board).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_the_plan_page_says_whose_turn_it_is(plan, city, as_):
    url = reverse("schedules:plan_detail", args=[plan.pk])
    assert "Menunggu pengajuan Bidang Ekonomi." in as_(city.dewi).get(url).content.decode()
    submitted(plan, city.dewi.user)
    page = as_(city.dewi).get(url).content.decode()
    assert "Menunggu persetujuan Sekretaris Daerah atau BKPSDM" in page
    assert "Anda mengajukan bagian dari rencana ini" in page


def test_the_plan_page_shows_the_proof(plan, city, as_):
    page = as_(city.wati).get(reverse("schedules:plan_detail", args=[plan.pk]))
    facts = page.context["facts"]
    assert (facts.can_be_evened, facts.days_met, facts.days_all, facts.proof) == (
        0, 10, 10, "proven",
    )  # fmt: skip
    assert facts.widest_gap == 0
    assert plan.problem_hash in page.content.decode()


@pytest.mark.parametrize(("who", "status"), [("sari", 404), ("umar", 404), ("yanti", 404)])
def test_a_draft_is_not_to_be_found_by_others(plan, city, as_, who, status):
    client = as_(getattr(city, who))
    for url in (
        reverse("schedules:plan_detail", args=[plan.pk]),
        reverse("schedules:plan_board", args=[plan.pk, city.division.pk]),
        reverse("schedules:plan_cell", args=[plan.pk, city.division.pk]),
    ):
        assert client.get(url).status_code == status


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_list_needs_as_many_queries_for_three_agencies_as_for_one(
    city, as_, monday, agencies, django_assert_num_queries
):
    plan = make_plan(city)
    for unit in [city.service, city.personnel][: agencies - 1]:
        twin = Plan.objects.get(pk=plan.pk)
        twin.pk, twin.agency = None, unit
        twin.save()
        PlanPart.objects.create(plan=twin, unit=unit)
    client = as_(city.wati)
    with django_assert_num_queries(18):
        page = client.get(reverse("schedules:plan_list"))
    assert page.status_code == 200
    assert page.content.decode().count("Bidang Ekonomi") == 1


def test_the_list_names_who_has_not_submitted_and_filters(plan, city, as_):
    client = as_(city.wati)
    url = reverse("schedules:plan_list")
    page = client.get(url).content.decode()
    assert page.count("Belum disusun</span>") == 2
    none_yet = client.get(url, {"status": "none"}).content.decode()
    assert "Bappelitbangda" not in none_yet
    drafts = client.get(url, {"status": "draft"}).content.decode()
    assert "Bappelitbangda" in drafts
    assert "Dinas Kependudukan" not in drafts
    assert "Tidak ada yang cocok" in client.get(url, {"cari": "zzz"}).content.decode()


def test_heads_see_their_own_agency_in_the_list(plan, city, as_):
    page = as_(city.rudi).get(reverse("schedules:plan_list")).content.decode()
    assert "Bappelitbangda" in page
    assert "Dinas Kependudukan" not in page
    page = as_(city.yanti).get(reverse("schedules:plan_list")).content.decode()
    assert "Bappelitbangda" not in page


def test_an_agency_without_a_plan_leaves_no_empty_cells(plan, city, as_):
    html = as_(city.wati).get(reverse("schedules:plan_list")).content.decode()
    row = html[html.index(city.service.label) :]
    assert "Belum disusun" in row[: row.index("</tr>")]
    assert "<td></td>" not in html


def test_several_turns_are_counted_as_turns_since_teams_have_theirs_too():
    def turn(who, day):
        since = datetime.date(2026, 12, day)
        return SimpleNamespace(who=who, since=since, waited=1, is_late=False)

    told = listed_turn([turn("Bidang Ekonomi", 9), turn("Tim Data", 8), turn("Tim Survei", 9)])
    assert (told.text, told.since.day) == ("Tim Data dan 2 giliran lain", 8)
