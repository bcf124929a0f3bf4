"""What a page shows anew after a change of a cell, and nothing else."""

import re

import pytest

from tests.schedules.office_cast import make_plan
from tests.schedules.test_board import a_day, board_url, cell
from tests.schedules.test_cells import cell_url, change, undo_url
from tests.schedules.test_plans import state
from units.models import Employee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(city, monday):
    return make_plan(city)


@pytest.fixture
def home_day(plan, city):
    """A day on which Sari is at home."""
    return a_day(plan, city.sari, at_home=True)


# --- what a page shows anew


def renewed(html):
    """Return the ids of the rows that an answer puts in place."""
    return re.findall(r'<tr id="p(\d+)" hx-swap-oob="true">', html)


def token_of(html):
    return re.search(r'name="papan" value="(\w+)"', html)[1]


def test_a_change_renews_the_rows_that_read_differently(plan, city, home_day, as_):
    client = as_(city.rudi)
    token = token_of(client.get(board_url(plan, city)).content.decode())
    answer = client.post(
        cell_url(plan, city, city.sari, home_day),
        {"to": "wfo", "reason": "Tamu", "seen": 0, "papan": token, "saring": ""},
        headers=HTMX,
    )
    html = answer.content.decode()
    peers = plan.solution["people"]
    assert sorted(renewed(html)) == sorted(peers)
    assert str(city.rudi.pk) not in peers
    assert cell(html, city.sari, home_day) == ("K ch", "K WFO (kantor), diubah pengelola")
    assert html.count('<tfoot id="cakupan" hx-swap-oob="true">') == 1
    assert "Lokasi kerja Sari Wulandari diubah." in html
    assert "Pemerataan menurun:" in html
    assert "selisih porsi 0,0 → +0,9 hari." in html
    assert "Diubah</b><span>1 hari diubah pengelola dari pembagian terbaik" in html
    assert "cell-form" not in html
    assert "Papan ini juga diubah orang lain" not in html
    page = client.get(board_url(plan, city)).content.decode()
    assert html.count(token_of(page)) == 2


def test_rows_that_read_the_same_and_rows_that_are_not_shown_are_not_sent(
    plan, city, home_day, as_
):
    client = as_(city.rudi)
    page = client.get(board_url(plan, city, "?nama=sari")).content.decode()
    answer = client.post(
        cell_url(plan, city, city.sari, home_day),
        {"to": "wfo", "reason": "Tamu", "papan": token_of(page), "saring": "nama=sari"},
        headers=HTMX,
    )
    assert renewed(answer.content.decode()) == [str(city.sari.pk)]


def test_a_page_that_others_have_overtaken_gets_the_whole_board(plan, city, home_day, as_):
    client = as_(city.rudi)
    token = token_of(client.get(board_url(plan, city)).content.decode())
    tono = a_day(plan, city.tono, at_home=True)
    change(plan, city.tono, tono, "wfo", city.dewi.user)
    url = cell_url(plan, city, city.sari, home_day)
    html = client.get(f"{url}&papan={token}", headers=HTMX).content.decode()
    assert len(renewed(html)) == 9
    assert cell(html, city.tono, tono) == ("K ch", "K WFO (kantor), diubah pengelola")
    assert "cell-form" in html
    fresh = token_of(html)
    assert fresh != token
    assert renewed(client.get(f"{url}&papan={fresh}", headers=HTMX).content.decode()) == []
    form = {"to": "wfo", "reason": "Tamu", "papan": token}
    answer = client.post(url, form | {"saring": "diubah=on"}, headers=HTMX).content.decode()
    assert renewed(answer) == [str(city.sari.pk)]
    assert "Papan ini juga diubah orang lain" in answer


def test_a_stale_form_over_the_board_keeps_what_was_typed_and_renews_the_board(
    plan, city, home_day, as_
):
    client = as_(city.rudi)
    token = token_of(client.get(board_url(plan, city)).content.decode())
    change(plan, city.sari, home_day, "wfo", city.dewi.user, reason="Tamu")
    before = state(plan)
    html = client.post(
        cell_url(plan, city, city.sari, home_day),
        {"to": "wfo", "reason": "Rapat DPRD", "seen": 0, "papan": token, "saring": ""},
        headers=HTMX,
    ).content.decode()
    assert state(plan) == before
    assert "Rapat DPRD</textarea>" in html
    assert "Dewi Anggraini" in html
    assert len(renewed(html)) == 9


def test_an_undo_over_the_board_renews_it(plan, city, home_day, as_):
    client = as_(city.rudi)
    _change, decision = change(plan, city.sari, home_day, "wfo", city.rudi.user)
    token = token_of(client.get(board_url(plan, city)).content.decode())
    html = client.post(
        undo_url(plan, city), {"decision": decision.pk, "papan": token}, headers=HTMX
    ).content.decode()
    assert cell(html, city.sari, home_day) == ("H", "R WFH (rumah)")
    assert "Perubahan Sari Wulandari diurungkan." in html
    assert "data-undo" not in html


def test_a_plan_that_has_to_be_drawn_up_again_says_so_in_the_dialog(plan, city, home_day, as_):
    Employee.objects.filter(postings__unit=city.division).update(employment="pppk_paruh_waktu")
    html = as_(city.rudi).get(cell_url(plan, city, city.sari, home_day), headers=HTMX)
    assert "Tidak ada pegawai" in html.content.decode()
    assert "Jadikan" not in html.content.decode()
