"""The board: who sees what, what a changed cell costs, and that no rule can be broken by hand."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bekasi_wfh.templatetags.portal import STATUSES
from schedules.models import Assignment, Away, Plan
from schedules.queries.rotations import rotation_of
from schedules.services.cells import change_place
from schedules.services.parts import submit_part
from schedules.templatetags.board import LETTERS
from tests.schedules.office_cast import make_plan
from tests.schedules.test_plans import published, state
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


def board_url(plan, city, query=""):
    return reverse("schedules:plan_board", args=[plan.pk, city.division.pk]) + query


def ill(city, employee, day, kind="sakit"):
    return Away.objects.create(
        employee=employee, kind=kind, starts_on=day, ends_on=day,
        recorded_by=city.hana.user, recorded_at="2026-12-07T02:00Z",
    )  # fmt: skip


def a_day(plan, employee, *, at_home):
    """Return a Tuesday to Friday on which the employee is at home, or not, in the plan."""
    home = set(plan.assignments.filter(employee=employee).values_list("date", flat=True))
    days = [datetime.date.fromisoformat(day) for day in plan.problem["days"]]
    return next(day for day in days if day.weekday() and (day in home) == at_home)


def cell(html, person, day):
    """Return the text of one cell of an editable board."""
    found = re.search(
        rf'<a class="([^"]+)" href="ubah/\?person={person.pk}&amp;day={day}">(.*?)</a>', html
    )
    return found and (found[1], re.sub("<[^>]+>", "", found[2]))


def test_the_letters_are_those_of_the_portal():
    assert {key: tuple(map(str, STATUSES[key])) for key in LETTERS} == {
        key: tuple(map(str, value)) for key, value in LETTERS.items()
    }


def test_the_head_sees_letter_and_word_shares_and_coverage(plan, city, as_):
    html = as_(city.rudi).get(board_url(plan, city)).content.decode()
    home = a_day(plan, city.sari, at_home=True)
    assert cell(html, city.sari, home) == ("H", "R WFH (rumah)")
    office = a_day(plan, city.sari, at_home=False)
    assert cell(html, city.sari, office) == ("K", "K WFO (kantor)")
    assert "2 / 2,0</td>" in html
    at_home = [plan.assignments.filter(date=day).count() for day in plan.problem["days"]]
    for home in set(at_home):
        assert html.count(f'<span class="nowrap">{9 - home} ≥ 5</span>') == at_home.count(home)
    assert html.count("tepat batas minimal</span></td>") == at_home.count(4)
    assert "9 ≥ 5" in html
    assert html.count('scope="row"') == 10


def test_superiors_see_the_kind_of_an_absence_and_colleagues_do_not(plan, city, as_):
    ill(city, city.tono, a_day(plan, city.tono, at_home=False))
    published(plan, city)
    for who in (city.rudi, city.dewi, city.hana, city.wati):
        html = as_(who).get(board_url(plan, city)).content.decode()
        assert html.count('S<span class="sr"> sakit</span>') == 1
    html = as_(city.sari).get(board_url(plan, city)).content.decode().split("<main", 1)[1]
    assert "sakit" not in html
    assert html.count('–<span class="sr"> tidak tersedia</span>') == 1
    for secret in ("porsi", "kesenjangan", "Plh", "eselon", "ubah/", "share-bar", "Ajukan"):
        assert secret not in html


def test_colleagues_see_the_published_board_of_their_own_bidang_alone(plan, city, as_):
    published(plan, city)
    other = Employee.objects.get(name="Agus Prasetyo")
    assert as_(other).get(board_url(plan, city)).status_code == 200
    other.postings.update(unit=city.other_division)
    assert as_(other).get(board_url(plan, city)).status_code == 403
    assert as_(city.umar).get(board_url(plan, city)).status_code == 404
    assert as_(city.yanti).get(board_url(plan, city)).status_code == 404


def test_the_head_of_another_bidang_sees_the_plan_but_not_the_board(plan, city, as_):
    other = Employee.objects.get(name="Agus Prasetyo")
    other.postings.update(unit=city.other_division, is_head=True)
    city.agency.refresh_from_db()
    from tests.conftest import Authenticator

    Authenticator.objects.create(user=other.user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client = as_(other)
    assert client.get(reverse("schedules:plan_detail", args=[plan.pk])).status_code == 200
    assert client.get(board_url(plan, city)).status_code == 403


def test_a_part_of_another_plan_is_not_found(plan, city, as_):
    url = reverse("schedules:plan_board", args=[plan.pk, city.service.pk])
    assert as_(city.wati).get(url).status_code == 404


def test_filters_narrow_the_rows_and_never_the_coverage(plan, city, as_):
    client = as_(city.rudi)
    page = client.get(board_url(plan, city, "?nama=sari"))
    assert [row.name for row in page.context["board"].rows] == ["Sari Wulandari"]
    assert page.context["board"].floors[0].covers[0].on_site == 9
    page = client.get(board_url(plan, city, "?diubah=on"))
    assert page.context["board"].rows == []
    assert "Tidak ada yang cocok" in page.content.decode()


def test_changing_a_cell_records_who_why_and_what_it_costs(plan, city, as_):
    day = a_day(plan, city.sari, at_home=True)
    url = reverse("schedules:plan_cell", args=[plan.pk, city.division.pk])
    url += f"?person={city.sari.pk}&day={day}"
    client = as_(city.rudi)
    page = client.get(url).content.decode()
    assert "Pemerataan menurun:" in page
    assert "selisih porsi 0,0 → +0,9 hari." in page
    before = state(plan)
    assert (
        "Bidang ini tidak boleh kosong."
        in client.post(url, {"to": "wfo", "reason": ""}).content.decode()
    )
    assert state(plan) == before
    response = client.post(url, {"to": "wfo", "reason": "Menerima tamu", "source": "planner"})
    assert response.status_code == 302
    assert not Assignment.objects.filter(plan=plan, employee=city.sari, date=day).exists()
    decision = decisions_on(plan).get(act="place_changed")
    assert (decision.reason, decision.actor) == ("Menerima tamu", city.rudi.user)
    assert decision.after["place"] == "wfo"
    assert decision.after["costs"] == [
        "Sasaran WFH seminggu: 0 → 1 (hari yang belum terpenuhi)",
        "Pemerataan porsi wajar: 0 → 100 (jumlah kuadrat selisih, dalam sepersepuluh hari)",
    ]
    page = client.get(board_url(plan, city))
    assert page.context["facts"].proof == "edited"
    assert page.context["facts"].changed_cells == 1
    html = page.content.decode()
    assert cell(html, city.sari, day) == ("K ch", "K WFO (kantor), diubah pengelola")
    page = client.get(board_url(plan, city, "?diubah=on"))
    assert [row.name for row in page.context["board"].rows] == ["Sari Wulandari"]


def test_a_day_given_by_hand_is_stored_as_such(plan, city):
    day = datetime.date(2026, 12, 9)
    plan.assignments.filter(employee=city.sari).delete()
    change_place(
        plan.parts.get(), employee=city.sari, day=day, to="wfh", reason="Disepakati",
        actor=city.dewi.user,
    )  # fmt: skip
    assert plan.assignments.get(employee=city.sari).source == "hand"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2026-12-07", "Sari Wulandari wajib di kantor pada 7 Des."),
        ("2026-12-14", "Sari Wulandari wajib di kantor pada 14 Des."),
    ],
)
def test_a_barred_day_is_refused_with_its_rule(plan, city, day, text):
    before = state(plan)
    with pytest.raises(Refused) as refusal:
        change_place(
            plan.parts.get(), employee=city.sari, day=datetime.date.fromisoformat(day),
            to="wfh", reason="Coba", actor=city.rudi.user,
        )  # fmt: skip
    assert text in str(refusal.value)
    assert state(plan) == before


def refuse(plan, employee, day, actor, match=None, to="wfh", reason="Coba", error=Refused):
    before = state(plan)
    with pytest.raises(error, match=match):
        change_place(
            plan.parts.get(), employee=employee, day=day, to=to, reason=reason, actor=actor
        )
    assert state(plan) == before


def test_a_third_day_in_a_week_is_refused(plan, city):
    plan.assignments.filter(employee=city.sari, date__lt="2026-12-14").delete()
    for day in (8, 10):
        Assignment.objects.create(plan=plan, employee=city.sari, date=datetime.date(2026, 12, day))
    refuse(
        plan, city.sari, datetime.date(2026, 12, 9), city.rudi.user,
        "Sari Wulandari WFH 3 hari dalam satu pekan",
    )  # fmt: skip


def test_a_floor_is_refused_with_its_text(plan, city):
    plan.assignments.filter(date="2026-12-09").delete()
    inside = Employee.objects.filter(postings__unit=city.division).exclude(pk__in=[city.rudi.pk])
    others = [one for one in inside.order_by("pk") if one != city.sari][:4]
    for one in others:
        plan.assignments.filter(employee=one, date__lt="2026-12-14").delete()
        Assignment.objects.create(plan=plan, employee=one, date=datetime.date(2026, 12, 9))
    plan.assignments.filter(employee=city.sari).delete()
    refuse(
        plan, city.sari, datetime.date(2026, 12, 9), city.rudi.user,
        "paling banyak 4|Bidang tetap berjalan: hanya 4 orang di kantor pada Rabu, 9 Desember",
    )  # fmt: skip


def test_absent_and_not_eligible_people_are_refused(plan, city):
    day = a_day(plan, city.tono, at_home=False)
    ill(city, city.tono, day)
    refuse(plan, city.tono, day, city.rudi.user, "Tono Prasetyo tidak tersedia")
    refuse(
        plan, city.rudi, day, city.dewi.user,
        "Rudi Hartono tidak memenuhi syarat WFH",
    )  # fmt: skip


def test_people_of_elsewhere_and_days_off_are_refused(plan, city):
    day = datetime.date(2026, 12, 9)
    refuse(plan, city.umar, day, city.rudi.user, "tidak ada dalam bagian ini")
    refuse(plan, city.hana, day, city.rudi.user, "tidak ada dalam bagian ini")
    refuse(plan, city.sari, datetime.date(2026, 12, 12), city.rudi.user, "tidak ada dalam bagian")


def test_past_days_never_change(plan, city, time_machine):
    day = a_day(plan, city.sari, at_home=True)
    time_machine.move_to("2026-12-21T02:00Z", tick=False)
    refuse(plan, city.sari, day, city.rudi.user, "sudah lewat", to="wfo")


def test_a_cell_that_somebody_changed_first_is_told(plan, city):
    day = a_day(plan, city.sari, at_home=True)
    refuse(plan, city.sari, day, city.rudi.user, "sudah diubah orang lain", error=MovedOn)


def test_a_submitted_part_does_not_change(plan, city):
    submit_part(plan.parts.get(), actor=city.rudi.user)
    day = a_day(plan, city.sari, at_home=True)
    refuse(plan, city.sari, day, city.rudi.user, "sudah diajukan", to="wfo", error=MovedOn)


@pytest.mark.parametrize("who", ["sari", "hana", "wati", "yanti"])
def test_others_do_not_change_cells(plan, city, who):
    day = a_day(plan, city.sari, at_home=True)
    refuse(plan, city.sari, day, getattr(city, who).user, to="wfo", error=PermissionDenied)


@pytest.mark.parametrize("query", ["", "?person=x&day=y", "?person=1", "?day=2026-12-08"])
def test_a_cell_that_does_not_exist_is_not_found(plan, city, as_, query):
    url = reverse("schedules:plan_cell", args=[plan.pk, city.division.pk]) + query
    assert as_(city.rudi).get(url).status_code == 404


def test_the_form_of_a_cell_does_not_write_and_comes_as_a_fragment(plan, city, as_):
    before = state(plan)
    url = reverse("schedules:plan_cell", args=[plan.pk, city.division.pk])
    url += f"?person={city.sari.pk}&day={a_day(plan, city.sari, at_home=True)}"
    html = as_(city.rudi).get(url, headers={"HX-Request": "true"}).content.decode()
    assert html.startswith('<div class="cell-form">')
    assert state(plan) == before


@pytest.mark.parametrize("colleagues", [1, 9])
def test_the_board_needs_as_many_queries_for_nine_people_as_for_one(
    city, as_, colleagues, django_assert_num_queries
):
    plan = make_plan(city, colleagues=colleagues, floor=0)
    client = as_(city.rudi)
    with django_assert_num_queries(12):
        assert client.get(board_url(plan, city)).status_code == 200


def test_hand_changes_keep_the_solved_plan(plan, city):
    solution = plan.solution
    day = a_day(plan, city.sari, at_home=True)
    change_place(
        plan.parts.get(), employee=city.sari, day=day, to="wfo", reason="Rapat",
        actor=city.rudi.user,
    )  # fmt: skip
    plan = Plan.objects.select_related("period").get(pk=plan.pk)
    assert plan.solution == solution
    assert rotation_of(plan).changed == {(str(city.sari.pk), day.isoformat())}


def test_a_plan_that_has_to_be_drawn_up_again_says_so_and_changes_nothing(plan, city, as_):
    day = a_day(plan, city.sari, at_home=True)
    Employee.objects.filter(postings__unit=city.division).update(employment="pppk_paruh_waktu")
    before = state(plan)
    url = reverse("schedules:plan_cell", args=[plan.pk, city.division.pk])
    url += f"?person={city.sari.pk}&day={day}"
    client = as_(city.rudi)
    for response in (
        client.get(url, follow=True),
        client.post(url, {"to": "wfo", "reason": "Coba"}, follow=True),
    ):
        assert response.redirect_chain[-1][0] == board_url(plan, city)
        assert "Tidak ada pegawai" in response.content.decode()
    assert state(plan) == before
    refuse(plan, city.sari, day, city.rudi.user, "Tidak ada pegawai", to="wfo")
