"""Belum ada keterangan becomes tanpa keterangan only by a superior, once one could answer."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from attendance.models import AbsenceFinding, DayRecord, DisciplineWarning
from attendance.services.absences import answer_absence, decide_absence
from attendance.services.closing import close_day
from attendance.tasks import ask_about_absences, close_days
from tests.attendance.conftest import MONDAY, at_time
from units.decisions import MovedOn, Refused
from units.models import Decision, Outbox

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
# Three working days after Tuesday.
LAST_DAY = MONDAY + datetime.timedelta(days=4)


@pytest.fixture
def asked(city, hours, time_machine):
    """Nobody checks in on Monday; on Tuesday morning everybody is asked."""
    time_machine.move_to(at_time(TUESDAY, 5, 30), tick=False)
    close_day(MONDAY)
    assert ask_about_absences() == 8
    return AbsenceFinding.objects.get(employee=city.sari)


def verdict(employee):
    return DayRecord.objects.get(employee=employee, date=MONDAY).verdict


def test_who_is_missing_is_asked_once_and_told(city, asked):
    assert (asked.date, asked.answer_due_on, asked.outcome) == (MONDAY, LAST_DAY, "open")
    assert ask_about_absences() == 0
    told = Outbox.objects.filter(kind="absence_asked", recipient=city.sari.user)
    assert [one.text for one in told] == [
        "Belum ada keterangan untuk 7 Desember 2026. Sampaikan sampai 11 Desember 2026."
    ]
    assert verdict(city.sari) == "unexplained"


def test_nothing_is_confirmed_before_the_person_could_answer(city, asked, time_machine):
    time_machine.move_to(at_time(LAST_DAY, 23), tick=False)
    with pytest.raises(Refused):
        decide_absence(asked, confirmed=True, reason="Tidak hadir", actor=city.rudi.user)
    assert verdict(city.sari) == "unexplained"
    assert not Decision.objects.exists()
    time_machine.move_to(at_time(LAST_DAY + datetime.timedelta(days=1), 9), tick=False)
    decide_absence(asked, confirmed=True, reason="Tidak hadir", actor=city.rudi.user)
    assert verdict(city.sari) == "absent"
    assert Decision.objects.filter(act="confirm_absence").count() == 1


def test_an_answer_opens_the_decision_and_tells_the_superior(city, asked):
    answer_absence(asked, answer="Ponsel rusak, saya di loket", actor=city.sari.user)
    assert Outbox.objects.filter(kind="absence_answered", recipient=city.rudi.user).count() == 1
    decide_absence(asked, confirmed=False, reason="Terlihat di loket", actor=city.rudi.user)
    assert verdict(city.sari) == "unexplained"
    asked.refresh_from_db()
    assert (asked.outcome, asked.decided_by) == ("explained", city.rudi.user)
    with pytest.raises(MovedOn):
        answer_absence(asked, answer="Lagi", actor=city.sari.user)
    with pytest.raises(MovedOn):
        decide_absence(asked, confirmed=True, reason="Berubah", actor=city.rudi.user)


def test_an_answer_that_comes_while_the_superior_reads_stops_the_decision(
    city, asked, time_machine
):
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=7), 9), tick=False)
    original = AbsenceFinding.objects.get

    def answered_in_between(*args, **kwargs):
        found = original(*args, **kwargs)
        AbsenceFinding.objects.filter(pk=found.pk).update(
            answer="Sakit", answered_at=at_time(MONDAY, 9)
        )
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AbsenceFinding.objects, "get", answered_in_between)
        with pytest.raises(MovedOn):
            decide_absence(asked, confirmed=True, reason="Tidak hadir", actor=city.rudi.user)
    assert verdict(city.sari) == "unexplained"


@pytest.mark.parametrize("who", ["sari", "tono", "hana", "umar", "yanti"])
def test_nobody_decides_on_themselves_or_on_others_people(city, asked, who):
    answer_absence(asked, answer="Sakit", actor=city.sari.user)
    with pytest.raises(PermissionDenied):
        decide_absence(asked, confirmed=True, reason="Ya", actor=getattr(city, who).user)
    assert verdict(city.sari) == "unexplained"


def test_a_heads_own_day_goes_one_level_up(city, asked):
    own = AbsenceFinding.objects.get(employee=city.rudi)
    answer_absence(own, answer="Rapat di luar", actor=city.rudi.user)
    with pytest.raises(PermissionDenied):
        decide_absence(own, confirmed=False, reason="Benar", actor=city.rudi.user)
    decide_absence(own, confirmed=False, reason="Benar", actor=city.dewi.user)
    own.refresh_from_db()
    assert own.outcome == "explained"


def test_leave_that_is_approved_later_takes_the_day_away_and_stays_on_record(
    city, asked, away, time_machine
):
    answer_absence(asked, answer="Sakit", actor=city.sari.user)
    decide_absence(asked, confirmed=True, reason="Tidak ada surat", actor=city.rudi.user)
    assert verdict(city.sari) == "absent"
    leave = away(city.sari, MONDAY, kind="sakit")
    close_days()
    assert verdict(city.sari) == "away"
    ask_about_absences()
    asked.refresh_from_db()
    assert (asked.outcome, asked.reason) == ("lapsed", "Tidak ada surat")
    leave.status = "refused"
    leave.save()
    close_days()
    assert verdict(city.sari) == "unexplained"
    assert ask_about_absences() == 1
    asked.refresh_from_db()
    assert (asked.outcome, asked.answer, asked.decided_by) == ("open", "", None)


def test_an_explained_day_is_not_confirmed(city, asked, away):
    answer_absence(asked, answer="Sakit", actor=city.sari.user)
    away(city.sari, MONDAY, kind="sakit")
    close_days()
    with pytest.raises(Refused):
        decide_absence(asked, confirmed=True, reason="Tidak ada surat", actor=city.rudi.user)
    assert verdict(city.sari) == "away"


def test_a_confirmation_can_be_taken_back_and_the_warning_lapses(city, asked):
    answer_absence(asked, answer="Sakit", actor=city.sari.user)
    decide_absence(asked, confirmed=True, reason="Tidak ada surat", actor=city.rudi.user)
    assert DisciplineWarning.objects.get().status == "open"  # one day, two before the first step
    decide_absence(asked, confirmed=False, reason="Surat menyusul", actor=city.dewi.user)
    assert verdict(city.sari) == "unexplained"
    assert DisciplineWarning.objects.get().status == "lapsed"


def test_only_an_own_day_is_answered(city, asked):
    with pytest.raises(PermissionDenied):
        answer_absence(asked, answer="Saya tahu", actor=city.tono.user)
    with pytest.raises(Refused):
        answer_absence(asked, answer="  ", actor=city.sari.user)


def test_lists_take_the_same_queries_for_one_and_for_many(
    client, city, asked, django_assert_num_queries
):
    client.force_login(city.dewi.user)
    AbsenceFinding.objects.exclude(employee__in=[city.rudi, city.hana]).delete()
    AbsenceFinding.objects.filter(employee=city.hana).delete()
    client.get("/tim/keterangan/")
    with django_assert_num_queries(7):
        client.get("/tim/keterangan/")
    close_days()
    ask_about_absences()
    with django_assert_num_queries(7):
        assert client.get("/tim/keterangan/").content.count(b"<tr>") == 5


def test_the_page_asks_the_person_and_lets_the_superior_decide(client, city, asked):
    client.force_login(city.sari.user)
    page = client.get(f"/keterangan/{asked.pk}/").content.decode()
    assert "Kirim keterangan" in page
    assert "Simpan keputusan" not in page
    assert b"Jelaskan hari tanpa presensi" in client.get("/hari-ini/").content
    client.post(f"/keterangan/{asked.pk}/", {"answer": "Sakit gigi"})
    client.force_login(city.rudi.user)
    page = client.get(f"/keterangan/{asked.pk}/").content.decode()
    assert "Sakit gigi" in page
    assert "1 hari tanpa presensi siap diputuskan" in client.get("/tim/").content.decode()
    client.post(f"/keterangan/{asked.pk}/", {"decision": "confirmed", "reason": "Tanpa surat"})
    assert verdict(city.sari) == "absent"
    client.force_login(city.tono.user)
    assert client.get(f"/keterangan/{asked.pk}/").status_code == 404
