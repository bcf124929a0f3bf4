"""People who come, move, rise, come under discipline, or leave in the middle of a month."""

import datetime

import pytest
from django.urls import reverse

from schedules.models import Assignment, Plan, Swap
from schedules.queries.feeds import calendar_of
from schedules.queries.lived import newly_placed
from schedules.queries.workplaces import home_days, places_on, workplace_of
from schedules.services.feeds import renew_feed
from schedules.services.repairs import recheck, recheck_due_plans
from schedules.services.swaps import end_overtaken_swaps
from tests.conftest import make_employee
from tests.middle_of_month.conftest import told
from tests.schedules.swap_cast import THURSDAY, offered
from units.models import Decision, Outbox, Posting
from units.services.people import end_exclusion, record_exclusion
from units.services.postings import deactivate_departed, end_employment, post_employee

WEDNESDAY = datetime.date(2026, 12, 16)
TUESDAY = datetime.date(2026, 12, 15)


def transfer(city, unit=None, position=None, starts_on=WEDNESDAY):
    return post_employee(
        city.sari, actor=city.hana.user, unit=unit or city.counter,
        position=position or city.positions.planner, starts_on=starts_on,
        letter_number="821/4",
    )  # fmt: skip


class TestTransferred:
    """New, transferred or promoted: entered by unit HR or an import."""

    def test_both_heads_and_the_person_are_told(self, city, plan):
        Posting.objects.create(
            employee=make_employee("197501012000031009", "Lina Kabid", city.personnel,
                                   city.positions.clerk),
            unit=city.counter, position=city.positions.head_of_division, is_head=True,
            kind="plt", starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2027, 1, 1),
            letter_number="800/2",
        )  # fmt: skip
        transfer(city)
        assert told() == {
            (city.sari.nip, "posting"),
            (city.rudi.nip, "posting"),
            ("197501012000031009", "posting"),
        }

    def test_days_in_the_old_plan_end_with_the_letter(self, city, plan):
        before = datetime.date(2026, 12, 8)
        Assignment.objects.create(plan=plan, employee=city.sari, date=before, published=True)
        transfer(city)
        assert places_on(before).home >= {city.sari.pk}
        assert city.sari.pk not in places_on(THURSDAY).home
        assert workplace_of(city.sari, THURSDAY) == "wfo"
        days = home_days([city.sari.pk], before)[city.sari.pk]
        assert [row.date for row in days] == [before]

    def test_promoted_in_the_same_unit_waits_too(self, city, plan):
        transfer(city, unit=city.division, position=city.positions.clerk)
        assert workplace_of(city.sari, THURSDAY) == "wfo"
        assert workplace_of(city.tono, TUESDAY) == "wfh"

    def test_an_open_swap_falls_and_the_plan_is_mended(self, city, plan):
        swap = offered(city, plan)
        transfer(city)
        Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=None, rechecked_at=None)
        assert recheck_due_plans() == 1
        recheck(plan.pk)
        repair = plan.repairs.get()
        assert repair.status == "proposed"
        assert (
            str(city.sari.pk) not in repair.solution["home"]
            or THURSDAY.isoformat() not in (repair.solution["home"][str(city.sari.pk)])
        )
        Assignment.objects.filter(plan=plan, employee=city.sari, date=THURSDAY).delete()
        assert end_overtaken_swaps() == 1
        swap.refresh_from_db()
        assert swap.status == Swap.Status.FALLEN

    def test_the_balance_starts_at_nought(self, city, plan):
        assert city.sari.pk not in newly_placed(plan.period)
        transfer(city)
        assert newly_placed(plan.period) == {city.sari.pk}

    def test_the_day_says_why(self, city, plan, as_):
        transfer(city)
        page = as_(city.sari).get(f"/jadwal/{THURSDAY.isoformat()}/").content.decode()
        assert "gugur karena penempatan baru Anda" in page

    def test_a_posting_known_to_the_revision_does_not_void_its_days(self, city, plan):
        transfer(city, unit=city.division, position=city.positions.clerk)
        other = plan.assignments.exclude(employee=city.sari).first()
        assert other.employee_id in places_on(other.date).home
        Plan.objects.filter(pk=plan.pk).update(base=plan.pk, changes_from=WEDNESDAY)
        assert city.sari.pk in places_on(THURSDAY).home


class TestDiscipline:
    """Opened and closed by BKPSDM: at the office at once, the reason for three pairs of eyes."""

    def open_case(self, city, starts_on=TUESDAY):
        return record_exclusion(
            city.sari, actor=city.wati.user, kind="discipline", reason="Pemeriksaan LHP 7",
            starts_on=starts_on,
        )  # fmt: skip

    def test_at_the_office_at_once_whatever_the_plan_says(self, city, plan):
        self.open_case(city)
        assert Assignment.objects.filter(employee=city.sari, date=THURSDAY).exists()
        assert workplace_of(city.sari, THURSDAY) == "wfo"
        assert home_days([city.sari.pk], THURSDAY) == {}
        assert b"20261217" not in calendar_of(city.sari)

    def test_person_and_superior_are_told_without_the_reason(self, city, plan):
        self.open_case(city)
        assert told() == {(city.sari.nip, "exclusion"), (city.rudi.nip, "exclusion_below")}
        for text in Outbox.objects.values_list("text", flat=True):
            assert "LHP" not in text
            assert "isiplin" not in text

    def test_the_reason_is_for_the_person_the_superior_and_bkpsdm_alone(self, city, plan, as_):
        self.open_case(city)
        page = reverse("units:employee_detail", args=[city.sari.pk])
        for who, reads in ((city.sari, True), (city.rudi, True), (city.wati, True),
                           (city.hana, False)):  # fmt: skip
            assert ("LHP 7" in as_(who).get(page).content.decode()) is reads
        assert as_(city.tono).get(page).status_code == 404
        day = as_(city.sari).get(f"/jadwal/{THURSDAY.isoformat()}/").content.decode()
        assert "Pemeriksaan LHP 7" in day
        assert "LHP 7" not in Decision.objects.order_by("-pk").first().reason

    def test_closed_the_days_still_to_come_hold_again(self, city, plan, time_machine):
        case = self.open_case(city)
        Outbox.objects.all().delete()
        end_exclusion(case, actor=city.wati.user, ends_on=WEDNESDAY)
        assert workplace_of(city.sari, THURSDAY) == "wfh"
        assert told() == {
            (city.sari.nip, "exclusion_ended"),
            (city.rudi.nip, "exclusion_ended"),
        }

    def test_a_policy_that_does_not_heed_discipline_keeps_the_days(self, city, plan):
        self.open_case(city)
        type(plan.policy).objects.update(exclude_discipline=False)
        assert workplace_of(city.sari, THURSDAY) == "wfh"

    def test_the_plan_is_mended(self, city, plan):
        self.open_case(city)
        Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=datetime.datetime.now(datetime.UTC))
        recheck(plan.pk)
        repair = plan.repairs.get()
        assert THURSDAY.isoformat() not in repair.solution["home"].get(str(city.sari.pk), [])
        assert "LHP" not in str(repair.problem)


class TestLeavers:
    """Retired, died, left: account, sessions, feeds and messages end; the history stays."""

    def leave(self, city, left_on):
        return end_employment(city.sari, actor=city.hana.user, left_on=left_on, reason="Pensiun")

    def test_from_the_day_on_account_session_feed_and_messages_end(
        self, city, plan, as_, client, time_machine
    ):
        token = renew_feed(city.sari)
        address = reverse("schedules:feed", args=[token])
        assert client.get(address).status_code == 200
        signed_in = as_(city.sari)
        assert signed_in.get("/jadwal/").status_code == 200
        self.leave(city, WEDNESDAY)
        assert told() >= {(city.rudi.nip, "employment_ended")}
        time_machine.move_to(datetime.datetime(2026, 12, 16, 8, tzinfo=datetime.UTC), tick=False)
        assert deactivate_departed() == 1
        assert signed_in.get("/jadwal/").status_code == 302
        assert client.get(address).status_code == 404
        Outbox.objects.all().delete()
        city.sari.user.refresh_from_db()
        assert city.sari.user.is_active is False
        from units.decisions import notify

        notify([city.sari.user], kind="home", link="/")
        assert Outbox.objects.count() == 0

    def test_history_stays_and_future_days_are_free(self, city, plan):
        early = datetime.date(2026, 12, 8)
        Assignment.objects.create(plan=plan, employee=city.sari, date=early, published=True)
        self.leave(city, WEDNESDAY)
        days = home_days([city.sari.pk], early)[city.sari.pk]
        assert [row.date for row in days] == [early]
        assert Assignment.objects.filter(employee=city.sari).count() == 2
        Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=datetime.datetime.now(datetime.UTC))
        recheck(plan.pk)
        repair = plan.repairs.get()
        assert THURSDAY.isoformat() not in repair.solution["home"].get(str(city.sari.pk), [])

    def test_the_head_is_told_and_nobody_is_told_why(self, city, plan):
        self.leave(city, WEDNESDAY)
        assert told() == {(city.rudi.nip, "employment_ended")}
        assert "Pensiun" not in Outbox.objects.get().text


@pytest.mark.usefixtures("plan")
def test_imported_moves_are_told_to_both_units(city):
    from units.access import scope_for
    from units.services.imports import apply_import, try_import

    header = "NIP,NAMA,JENIS PEGAWAI,KODE UNIT,KODE JABATAN,TMT JABATAN"
    row = f"{city.sari.nip},Sari Wulandari,PNS,DISDUKCAPIL,PERENCANA,2026-12-16"
    scope = scope_for(city.wati.user)
    run = try_import(
        "employees", actor=city.wati.user, scope=scope, content=f"{header}\n{row}".encode(),
        file_name="mutasi.csv",
    )  # fmt: skip
    apply_import(run, actor=city.wati.user, scope=scope, all_or_nothing=True)
    assert told() == {
        (city.sari.nip, "posting_imported"),
        (city.rudi.nip, "people_imported"),
        (city.yanti.nip, "people_imported"),
    }
    assert workplace_of(city.sari, THURSDAY) == "wfo"
