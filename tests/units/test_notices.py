"""Notices: texts with named placeholders, one mail each, nothing lost, nothing told twice."""

import ast
import datetime
import smtplib
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from units import clock
from units.decisions import notify
from units.models import Mailing, NoticeSwitch, Outbox
from units.notices import KINDS, plain
from units.queries.notices import subject_of
from units.services.mailings import compose_mailings, send_mailings
from units.tasks import deliver_notices

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("units", "schedules", "attendance", "reports", "bekasi_wfh")
HOSTILE = "Budi\r\nBcc: x@y.z\n\n- Palsu\n  http://jahat.example\u202e %(link)s {link} <b>&"


class TestKinds:
    @pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
    def test_each_text_takes_exactly_its_placeholders(self, kind):
        values = {name: f"[{name}]" for name in kind.fields}
        text = kind.text(values)
        assert all(value in text for value in values.values())
        assert "%" not in text
        assert "%" not in str(kind.subject), "subjects are read on locked screens: no values"
        assert len(kind.key) <= 40
        with pytest.raises(ValueError, match=kind.key):
            kind.text({**values, "lain": "x"})

    @pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
    def test_each_translation_keeps_the_placeholders(self, kind):
        with override("en"):
            english = kind.text({name: f"[{name}]" for name in kind.fields})
        assert {f"[{name}]" for name in kind.fields} == {
            f"[{name}]" for name in kind.fields if f"[{name}]" in english
        }

    @pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
    def test_a_hostile_value_stays_inside_its_line(self, kind):
        text = kind.text(dict.fromkeys(kind.fields, HOSTILE))
        assert "\n" not in text
        assert "\r" not in text
        assert "\u202e" not in text
        assert text.count("%(link)s") == len(kind.fields), "a value is never read as a placeholder"

    def test_every_call_names_a_kind_and_its_placeholders(self):
        """Read from the code: calls with a literal kind and plain keywords."""
        seen = []
        for room in ROOMS:
            for path in (ROOT / room).rglob("*.py"):
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "notify":
                        given = {one.arg: one.value for one in node.keywords}
                        if None in given or not isinstance(given["kind"], ast.Constant):
                            continue
                        kind = KINDS[given["kind"].value]
                        assert set(given) - {"kind", "link"} == kind.fields, (path, node.lineno)
                        seen.append(kind.key)
        assert {"plan_published", "posting", "work_report_submitted"} <= set(seen)

    def test_a_value_is_cut_at_three_hundred_characters(self):
        assert plain("x" * 301) == "x" * 299 + "…"


def tell(people, kind="plan_waits", **values):
    values = values or {"plan": "Bappelitbangda"}
    notify([person.user for person in people], kind=kind, link="/rencana/1/", **values)


@pytest.fixture
def addressed(city, monday):
    """Sari and Rudi have an address, Tono has none."""
    for person, email in ((city.sari, "sari@example.test"), (city.rudi, "rudi@example.test")):
        person.user.email = email
        person.user.save()
    return city


@pytest.fixture
def at(time_machine):
    def go(day, hour, minute=0):
        moment = datetime.datetime(2026, 12, day, hour, minute)
        time_machine.move_to(clock.local(moment.date(), moment.time()), tick=False)

    return go


class BrokenServer(EmailBackend):
    """A mail server whose faults the test chooses, by the address of the recipient."""

    down = False
    faults = {}

    def open(self):
        if self.down:
            raise ConnectionRefusedError("no mail server")

    def send_messages(self, messages):
        for message in messages:
            if fault := self.faults.get(message.to[0]):
                raise fault
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    monkeypatch.setattr(BrokenServer, "down", False)
    monkeypatch.setattr(BrokenServer, "faults", {})
    return BrokenServer


class TestDigest:
    def test_what_is_not_urgent_waits_for_the_one_digest_of_the_day(self, addressed, at):
        at(7, 9)
        tell([addressed.sari, addressed.tono, addressed.rudi])
        tell([addressed.sari], "plan_approved", plan="Disdik")
        assert deliver_notices() == 0
        at(8, 5, 59)
        assert deliver_notices() == 0
        at(8, 6)
        assert deliver_notices() == 2
        assert deliver_notices() == 0
        sari = next(one for one in mail.outbox if one.to == ["sari@example.test"])
        assert sari.subject == "[Bekasi WFH] 2 pemberitahuan"
        assert "Rencana rotasi Bappelitbangda menunggu persetujuan Anda." in sari.body
        assert "Rencana rotasi Disdik disetujui." in sari.body
        tono = Outbox.objects.get(recipient=addressed.tono.user)
        assert (tono.mailing, tono.mailed_at) == (None, clock.now())

    def test_what_comes_after_the_digest_waits_for_the_next_day(self, addressed, at):
        at(7, 5)
        tell([addressed.sari])
        at(7, 6)
        assert deliver_notices() == 1
        tell([addressed.sari])
        at(7, 23)
        assert deliver_notices() == 0
        at(8, 11)
        assert deliver_notices() == 1, "a worker that was down at six catches up"

    def test_urgent_ones_leave_alone_and_at_once(self, addressed, at):
        at(7, 9)
        tell([addressed.rudi], "part_returned", unit="Bidang Ekonomi", reason=HOSTILE)
        tell([addressed.rudi])
        assert deliver_notices() == 1
        (message,) = mail.outbox
        assert message.subject == "[Bekasi WFH] Rencana rotasi dikembalikan"
        assert list(message.to) == ["rudi@example.test"]
        assert message.bcc == message.cc == []
        assert message.extra_headers["Message-ID"].endswith("@localhost>")

    def test_the_database_holds_one_digest_a_day(self, addressed):
        day, now = clock.today(), clock.now()
        Mailing.objects.create(recipient=addressed.sari.user, digest_on=day, next_try_at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Mailing.objects.create(recipient=addressed.sari.user, digest_on=day, next_try_at=now)

    def test_links_are_absolute_by_the_setting_and_values_break_nothing(
        self, addressed, at, settings
    ):
        settings.PORTAL_URL = "https://wfh.example.go.id"
        at(7, 9)
        tell([addressed.rudi], "part_returned", unit="Bidang Ekonomi", reason=HOSTILE)
        deliver_notices()
        lines = mail.outbox[0].body.splitlines()
        links = [line for line in lines if line.strip().startswith("http")]
        assert links == ["  https://wfh.example.go.id/rencana/1/"]
        (item,) = [line for line in lines if line.startswith("- ")]
        assert "Bcc: x@y.z" in item, "one line, plain text"
        assert "<b>&" in item
        assert "https://wfh.example.go.id/pemberitahuan/atur/" in mail.outbox[0].body
        assert "Bcc" not in mail.outbox[0].message()


class TestTrouble:
    def test_a_server_that_is_down_delays_and_loses_nothing(self, addressed, at, server):
        at(7, 9)
        tell([addressed.rudi], "part_returned", unit="x", reason="y")
        server.down = True
        for hour in range(10, 20):
            at(7, hour)
            assert deliver_notices() == 0
        mailing = Mailing.objects.get()
        assert (mailing.status, mailing.attempts) == ("waiting", 0)
        assert mailing.error == "ConnectionRefusedError: no mail server"
        server.down = False
        at(7, 20)
        assert deliver_notices() == 1
        mailing.refresh_from_db()
        assert (mailing.status, mailing.error) == ("sent", "")

    def test_a_refused_mail_is_tried_for_a_day_then_failed_and_says_why(
        self, addressed, at, server, as_
    ):
        at(7, 9)
        tell([addressed.rudi, addressed.sari], "part_returned", unit="x", reason="y")
        refusal = smtplib.SMTPRecipientsRefused({"rudi@example.test": (550, b"unknown")})
        server.faults = {"rudi@example.test": refusal}
        assert deliver_notices() == 1, "one bad address does not stop the others"
        for day in range(8, 16):
            at(day, 9)
            assert deliver_notices() == 0
        mailing = Mailing.objects.get(recipient=addressed.rudi.user)
        assert (mailing.status, mailing.attempts) == ("failed", 7)
        assert "550" in mailing.error
        page = as_(addressed.rudi).get(reverse("units:notice_list")).content.decode()
        assert "tidak terkirim lewat e-mail" in page
        page = as_(addressed.wati).get(reverse("units:mailing_list")).content.decode()
        assert "SMTPRecipientsRefused" in page
        assert "Rudi Hartono" in page
        server.faults = {}
        as_(addressed.wati).post(reverse("units:mailing_list"))
        assert deliver_notices() == 1

    def test_a_mail_on_which_the_server_hangs_up_does_not_hold_the_others(
        self, addressed, at, server
    ):
        at(7, 9)
        tell([addressed.rudi], "part_returned", unit="x", reason="y")
        tell([addressed.sari], "part_returned", unit="x", reason="y")
        server.faults = {"rudi@example.test": smtplib.SMTPServerDisconnected("gone")}
        assert deliver_notices() == 0
        at(7, 9, 5)
        deliver_notices()
        at(7, 9, 10)
        deliver_notices()
        assert [one.to for one in mail.outbox] == [["sari@example.test"]]
        assert Mailing.objects.get(recipient=addressed.rudi.user).status == "waiting"

    def test_a_claimed_mail_is_nobody_elses_until_the_claim_is_old(self, addressed, at):
        at(7, 9)
        tell([addressed.rudi], "part_returned", unit="x", reason="y")
        compose_mailings()
        Mailing.objects.update(status="sending", claimed_at=clock.now())
        at(7, 9, 14)
        assert deliver_notices() == 0
        at(7, 9, 16)
        assert send_mailings() == 1
        assert len(mail.outbox) == 1

    def test_a_closed_account_gets_nothing(self, addressed, at):
        at(7, 9)
        tell([addressed.rudi], "part_returned", unit="x", reason="y")
        compose_mailings()
        addressed.rudi.user.is_active = False
        addressed.rudi.user.save()
        assert send_mailings() == 0
        assert Mailing.objects.get().status == "dropped"
        assert mail.outbox == []

    def test_a_failed_act_leaves_no_notice(self, addressed):
        with pytest.raises(RuntimeError), transaction.atomic():
            tell([addressed.sari])
            raise RuntimeError
        assert not Outbox.objects.exists()

    def test_an_unknown_kind_or_a_wrong_value_is_refused(self, addressed):
        for kind, values in (("tidak_ada", {}), ("plan_waits", {}), ("home", {"plan": "x"})):
            with pytest.raises((KeyError, ValueError)):
                notify([addressed.sari.user], kind=kind, **values)
        assert not Outbox.objects.exists()


class TestSwitches:
    def test_a_kind_switched_off_is_kept_but_neither_counted_nor_mailed(self, addressed, at, as_):
        at(7, 9)
        client = as_(addressed.rudi)
        on = [key for key in KINDS if key not in ("plan_waits", "plan_published")]
        client.post(reverse("units:notice_settings"), {"kind": on})
        assert list(NoticeSwitch.objects.values_list("kind", flat=True)) == ["plan_waits"]
        tell([addressed.rudi])
        tell([addressed.rudi], "plan_published", period="Desember")
        page = client.get(reverse("units:notice_list"))
        assert page.context["user"].unread_notices == 1, "a mandatory kind cannot be switched off"
        assert "menunggu persetujuan Anda" in page.content.decode()
        at(8, 7)
        assert deliver_notices() == 1
        assert "menunggu" not in mail.outbox[0].body
        as_(addressed.rudi).post(reverse("units:notice_settings"), {"kind": [*on, "plan_waits"]})
        assert not NoticeSwitch.objects.exists()

    def test_people_without_a_role_see_their_kinds_alone(self, addressed, as_):
        html = as_(addressed.sari).get(reverse("units:notice_settings")).content.decode()
        assert 'value="home" checked' in html
        assert 'value="work_report_returned"' not in html, "mandatory kinds have no switch"
        assert "<li>Laporan harian dikembalikan" in html
        assert "plan_waits" not in html


class TestPage:
    def test_reading_is_by_post_and_only_up_to_what_was_shown(self, addressed, as_):
        tell([addressed.sari])
        tell([addressed.sari], "plan_approved", plan="x")
        first, second = Outbox.objects.order_by("pk")
        client = as_(addressed.sari)
        assert ">2<" in client.get(reverse("units:notice_list")).content.decode()
        assert client.get("/").status_code == 302
        assert Outbox.objects.filter(read_at__isnull=True).count() == 2
        assert client.post(reverse("units:notice_open", args=[first.pk])).url == "/rencana/1/"
        assert client.get(reverse("units:notice_list")).context["user"].unread_notices == 1
        tell([addressed.sari], "plan_approved", plan="x")
        client.post(reverse("units:notice_list"), {"up_to": second.pk})
        assert list(Outbox.objects.filter(read_at__isnull=True)) == [Outbox.objects.latest("pk")]
        assert client.post(reverse("units:notice_list"), {"up_to": "9" * 40}).status_code == 302

    def test_texts_come_out_inert(self, addressed, as_):
        tell([addressed.rudi], "part_returned", unit="x", reason="<script>alert(1)</script>")
        html = as_(addressed.rudi).get(reverse("units:notice_list")).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html

    def test_a_row_of_a_kind_that_is_gone_still_reads(self, addressed):
        notice = Outbox(kind="lama", text="Dulu ditulis.")
        assert subject_of(notice) == ""

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_and_its_count_in_constant_queries(
        self, addressed, as_, rows, django_assert_num_queries
    ):
        for _n in range(rows):
            tell([addressed.sari])
        client = as_(addressed.sari)
        with django_assert_num_queries(5):
            html = client.get(reverse("units:notice_list")).content.decode()
        assert html.count("menunggu persetujuan Anda.") == rows
        assert f">{rows}<" in html, "the count in the shell"
