"""“Mengapa bukan saya”: exact, without names for employees, with names for heads, and no writes."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from schedules.models import Assignment
from schedules.otherwise_text import told_to_head, told_to_person
from schedules.planning import counterfactual, read_plan, read_problem
from schedules.queries import otherwise as queries
from schedules.queries import rotations
from schedules.queries.otherwise import Otherwise, deciding_version, work_out_otherwise
from schedules.queries.rotations import rotation_of
from schedules.services.cells import change_place
from schedules.services.repairs import accept_repair
from tests.schedules.office_cast import make_plan
from tests.schedules.repair_cast import D, asked, at_home, away, named, on_site, through

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

FRIDAY = D(2026, 12, 18)


@pytest.fixture(autouse=True)
def _empty_cache(db):
    cache.clear()


@pytest.fixture
def plan(city, monday):
    return through(make_plan(city), city)


def mine(client, day):
    return client.get(reverse("schedules:my_otherwise", args=[day.isoformat()]))


def cell(client, plan, unit, employee, day):
    url = reverse("schedules:cell_otherwise", args=[plan.pk, unit.pk])
    return client.get(url, {"person": employee.pk, "day": day.isoformat()})


def test_each_cell_is_answered_as_the_planner_answers_it(plan):
    problem, solution = read_problem(plan.problem), read_plan(plan.solution)
    rotation = rotation_of(plan)
    for person in list(plan.solution["people"])[:3]:
        for day in problem.days:
            expected = counterfactual(problem, solution, person, day)
            found = work_out_otherwise(rotation, person, day)
            assert (found.possible, found.proven, found.goal, found.worse, found.payers) == (
                expected.possible, expected.proven, expected.goal, expected.worse,
                expected.payers,
            )  # fmt: skip
            if expected.possible:
                assert (person, day, day not in solution.home[person]) in found.moves


def test_an_employee_reads_who_would_pay_without_a_name(plan, city, as_):
    """Four are at home on the last Friday, as many as the floor allows: one would have to come."""
    page = mine(as_(named("Agus Prasetyo")), FRIDAY)
    told = page.context["told"]
    text = page.content.decode()
    assert page.status_code == 200
    assert "Anda WFH" in " ".join(told.moves)
    for person in (*at_home(plan, FRIDAY), *on_site(plan, FRIDAY, city)):
        if person.name != "Agus Prasetyo":
            assert person.name not in text


def test_the_head_reads_names(plan, city, as_):
    page = cell(as_(city.rudi), plan, city.division, named("Agus Prasetyo"), FRIDAY)
    assert page.status_code == 200
    moved = " ".join(page.context["told"].moves)
    assert any(f"{person.name} di kantor" in moved for person in at_home(plan, FRIDAY))


def test_a_rule_that_decides_by_itself_leaves_nothing_to_tell(plan, city, as_):
    told = mine(as_(named("Agus Prasetyo")), D(2026, 12, 14)).context["told"]
    assert told.verdict.startswith("Aturan di atas menentukan hari ini")
    assert (told.payers, told.moves) == ([], [])


def test_work_that_runs_out_is_said_honestly(plan, city, as_, monkeypatch):
    monkeypatch.setattr(queries, "MOST_WORK", queries.Limit(iterations=0, nodes=0))
    told = mine(as_(named("Agus Prasetyo")), FRIDAY).context["told"]
    assert told.verdict.startswith("Jawabannya belum dapat dipastikan")
    assert told.moves == []


def test_the_second_question_is_answered_from_the_cache(plan, city, as_, monkeypatch):
    client = as_(named("Agus Prasetyo"))
    first = mine(client, FRIDAY).context["told"]

    def forbidden(*_args):
        raise AssertionError("worked out twice")

    monkeypatch.setattr(queries, "counterfactual", forbidden)
    assert mine(client, FRIDAY).context["told"] == first


def test_too_many_questions_are_put_off_but_known_answers_come(plan, city, as_, settings):
    settings.ACCOUNT_RATE_LIMITS = {"why_not_me": "2/m/user"}
    client = as_(named("Agus Prasetyo"))
    days = [D(2026, 12, day) for day in (8, 9, 10)]
    assert [mine(client, day).status_code for day in days] == [200, 200, 429]
    assert "Tunggu satu menit" in mine(client, days[2]).content.decode()
    assert mine(client, days[0]).status_code == 200
    assert mine(as_(named("Eko Saputra")), days[2]).status_code == 200


def test_a_cell_set_by_hand_is_not_the_planners(city, as_):
    plan = make_plan(city)
    keeper = named("Agus Prasetyo")
    change_place(
        plan.parts.get(), employee=keeper, day=D(2026, 12, 17), to="wfo", reason="Rapat",
        actor=city.rudi.user,
    )  # fmt: skip
    through(plan, city)
    told = mine(as_(keeper), D(2026, 12, 17)).context["told"]
    assert told.verdict.startswith("Hari ini diubah pengelola atau ditukar")
    told = cell(as_(city.rudi), plan, city.division, keeper, D(2026, 12, 17)).context["told"]
    assert told.verdict.startswith("Hari ini diubah pengelola atau ditukar")


@pytest.fixture
def revision(plan, city):
    """One colleague is ill on the last Friday; another one comes in for them."""
    away(named("Agus Prasetyo"), city, FRIDAY, FRIDAY)
    return through(accept_repair(asked(plan), actor=city.rudi.user), city)


def test_after_a_repair_every_day_that_it_could_move_is_answered_by_it(plan, revision):
    moved = {
        (str(pk), day)
        for pk, day in set(plan.assignments.values_list("employee", "date"))
        ^ set(revision.assignments.values_list("employee", "date"))
    }
    ((person, day),) = moved
    other = next(str(one.pk) for one in at_home(revision, FRIDAY) if str(one.pk) != person)
    assert deciding_version(revision, person, day) == revision
    assert deciding_version(revision, other, FRIDAY) == revision
    assert deciding_version(revision, other, revision.changes_from) == revision
    assert deciding_version(revision, other, D(2026, 12, 7)) == plan


def test_after_a_repair_known_days_go_before_sasaran_and_evenness(plan, revision, city, as_):
    """The same day, asked before and after: evenness pays in the draft, the known days after."""
    assert read_problem(revision.problem).order[:4] == ("least", "stability", "target", "share")
    problem, solution = read_problem(revision.problem), read_plan(revision.solution)
    before, after = rotation_of(plan), rotation_of(revision)
    goals = set()
    for person in list(revision.solution["people"]):
        for day in (day for day in problem.days if day >= revision.changes_from.isoformat()):
            expected = counterfactual(problem, solution, person, day)
            found = work_out_otherwise(after, person, day)
            assert (found.possible, found.goal, found.worse, found.payers) == (
                expected.possible, expected.goal, expected.worse, expected.payers,
            )  # fmt: skip
            drafted = work_out_otherwise(before, person, day)
            goals.add((drafted.goal, found.goal))
    assert ("lot", "stability") in goals
    # Any of the four of the last Friday could have been the one who came in: the draw alone.
    assert {now for _was, now in goals} == {"stability", "lot", None}
    assert "stability" not in {was for was, _now in goals}


def test_after_a_repair_the_page_says_what_goes_first(plan, revision, city, as_):
    note = (
        "Jadwal ini hasil perbaikan rencana yang sudah diketahui pegawai. Urutan yang dijaga:"
        " jaminan WFH paling sedikit seminggu, ketetapan jadwal yang sudah diterbitkan, sasaran"
        " WFH seminggu, pemerataan porsi wajar, lalu tujuan lainnya."
    )
    thursday = D(2026, 12, 17)
    (other, *_others) = at_home(revision, thursday)
    page = mine(as_(other), thursday)
    told = page.context["told"]
    assert told.verdict == "Jadwal yang sudah diketahui pegawai berubah pada 1 hari."
    assert "Anda sendiri." in told.payers
    assert note in page.content.decode()
    assert note in cell(as_(city.rudi), revision, city.division, other, thursday).content.decode()
    assert "hasil perbaikan" not in mine(as_(other), D(2026, 12, 7)).content.decode()


def test_before_any_repair_the_page_speaks_of_none(plan, as_):
    page = mine(as_(named("Agus Prasetyo")), FRIDAY)
    assert page.context["told"].note == ""
    assert "hasil perbaikan" not in page.content.decode()


def test_the_page_reads_the_plan_once(plan, as_, monkeypatch):
    read = []

    def counted(source):
        read.append(source["period"])
        return read_problem(source)

    monkeypatch.setattr(rotations, "read_problem", counted)
    assert mine(as_(named("Agus Prasetyo")), FRIDAY).status_code == 200
    assert read == ["Desember 2026"]


@pytest.mark.parametrize("day", ["2026-12-12", "2027-02-01", "bukan-tanggal"])
def test_days_without_a_plan_are_not_to_be_found(plan, city, as_, day):
    url = reverse("schedules:my_otherwise", args=[day])
    assert as_(named("Agus Prasetyo")).get(url).status_code == 404


def test_nothing_of_a_draft_is_told_to_employees(city, as_):
    make_plan(city)
    assert mine(as_(named("Agus Prasetyo")), FRIDAY).status_code == 404


def test_who_is_away_has_no_other_day(plan, city, as_):
    away(named("Agus Prasetyo"), city, FRIDAY, FRIDAY)
    assert mine(as_(named("Agus Prasetyo")), FRIDAY).status_code == 404


def test_asking_writes_nothing(plan, city, as_):
    before = list(Assignment.objects.order_by("pk").values_list())
    mine(as_(named("Agus Prasetyo")), FRIDAY)
    assert list(Assignment.objects.order_by("pk").values_list()) == before


# --- the words --------------------------------------------------------------------------------


def outcome(goal="share", payers=(("2", 1), ("3", 4)), moves=(("1", "2026-12-18", True),)):
    return Otherwise(True, True, goal, 3, "floor", tuple(payers), tuple(moves))


PARTS = {"1": "10", "2": "10", "3": "20", "4": "10"}


def test_colleagues_are_counted_by_bidang():
    told = told_to_person(outcome(), "1", {"10": 9, "20": 3}, PARTS)
    assert told.payers == ["Seorang rekan di bidang Anda.", "Seorang rekan di bidang lain."]
    assert told.moves == ["Jumat, 18 Desember 2026: Anda WFH."]


def test_a_small_bidang_is_not_counted():
    told = told_to_person(outcome(), "1", {"10": 4, "20": 3}, PARTS)
    assert told.payers == ["Rekan di perangkat daerah Anda."]


def test_where_only_the_draw_decides_days_tell_who_would_lose():
    even = outcome(
        "lot", payers=[("2", 9)], moves=[("1", "2026-12-17", False), ("1", "2026-12-18", True)]
    )
    assert told_to_person(even, "1", {"10": 9}, PARTS).payers == [
        "Tidak ada yang jumlah hari WFH-nya berkurang."
    ]
    uneven = outcome("lot", moves=[("1", "2026-12-18", True), ("4", "2026-12-18", False)])
    assert told_to_person(uneven, "1", {"10": 9}, PARTS).payers == ["Seorang rekan di bidang Anda."]
    assert told_to_head(uneven, {"4": "Eko"}).payers == ["Eko"]
    assert told_to_head(uneven, {}).payers == ["Pegawai bidang lain"]
