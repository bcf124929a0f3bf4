"""Webhooks: signed, repeated, recorded one by one, and sent nowhere but out into the world."""

import datetime
import hashlib
import hmac
import http.server
import json
import socket
import threading

import pytest
from django.urls import reverse

from units import outgoing
from units.decisions import Refused
from units.models import Outbox, RoleGrant, Webhook, WebhookDelivery
from units.services import webhooks as services
from units.services.webhooks import announce, deliver_webhooks, make_webhook, resume_webhook
from units.tasks import deliver_to_programs

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def hook(city, monday):
    """Return (Webhook, secret) of a program that hears of closed days."""
    return make_webhook(
        "TPP", url="https://tpp.example/kabar?x=1", events=["days.closed"], actor=city.wati.user
    )


@pytest.fixture
def received(monkeypatch):
    """Replace the network: what was sent, and the answers that come back in turn (200 at last)."""

    class Wire(list):
        answers = ()

    wire = Wire()

    def post(url, body, headers):
        wire.append((url, body, headers))
        answer = wire.answers[len(wire) - 1] if len(wire) <= len(wire.answers) else 200
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(services, "post", post)
    return wire


def test_an_event_goes_to_who_wants_it_signed_and_once(hook, received):
    webhook, secret = hook
    assert announce("plan.published", plan=1) == 0
    assert announce("days.closed", date="2026-12-06", changed=8) == 1
    assert (deliver_to_programs(), deliver_to_programs()) == (1, 0)
    [(url, body, headers)] = received
    delivery = WebhookDelivery.objects.get()
    assert url == "https://tpp.example/kabar?x=1"
    assert json.loads(body)["data"] == {"date": "2026-12-06", "changed": 8}
    assert headers["X-Bekasi-Delivery"] == str(delivery.pk)
    moment, _comma, given = headers["X-Bekasi-Signature"].removeprefix("t=").partition(",v1=")
    expected = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    assert given == expected.hexdigest()
    assert (delivery.status, delivery.answered, delivery.attempts) == ("sent", 200, 1)
    assert secret not in str(vars(webhook))


def test_a_failure_is_tried_again_later_and_says_why(hook, received, time_machine):
    received.answers = (503, TimeoutError("timed out"), 200)
    announce("days.closed", date="2026-12-06", changed=8)
    assert deliver_webhooks() == 0
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.answered, delivery.error) == (
        "waiting", 503, "Dijawab 503.",
    )  # fmt: skip
    assert deliver_webhooks() == 0
    assert len(received) == 1
    time_machine.shift(MINUTE)
    deliver_webhooks()
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.error) == (2, "TimeoutError: timed out")
    time_machine.shift(5 * MINUTE)
    assert deliver_webhooks() == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.error) == ("sent", 3, "")
    assert Webhook.objects.get().failures == 0


def test_after_the_last_try_it_has_failed(hook, received, time_machine):
    received.answers = (500,) * 20
    announce("days.closed", date="2026-12-06", changed=8)
    for minutes in (0, *services.RETRY_MINUTES, 9999):
        time_machine.shift(minutes * MINUTE)
        deliver_webhooks()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.attempts, len(received)) == ("failed", 8, 8)


def test_an_address_that_keeps_failing_is_stopped_and_its_maker_told(
    city, hook, received, monkeypatch
):
    monkeypatch.setattr(services, "MOST_FAILURES", 2)
    received.answers = (500,) * 9
    for _ in range(3):
        announce("days.closed", date="2026-12-06", changed=8)
    assert deliver_webhooks() == 0
    webhook = Webhook.objects.get()
    assert (webhook.failures, webhook.stop_reason, len(received)) == (2, "terlalu sering gagal", 2)
    assert Outbox.objects.get(kind="webhook_stopped").recipient == city.wati.user
    assert announce("days.closed", date="2026-12-07", changed=1) == 0
    received.answers = ()
    resume_webhook(webhook, actor=city.wati.user)
    assert deliver_webhooks() == 1


def test_it_ends_with_the_role_of_who_registered_it(city, hook, received):
    announce("days.closed", date="2026-12-06", changed=8)
    RoleGrant.objects.filter(role="bkpsdm").update(ends_on=datetime.date(2026, 12, 6))
    assert deliver_webhooks() == 0
    assert list(received) == []
    assert Webhook.objects.get().stop_reason == "peran pembuatnya berakhir"


def test_what_a_dead_worker_held_is_sent_again_under_its_number(hook, received, time_machine):
    announce("days.closed", date="2026-12-06", changed=8)
    held = WebhookDelivery.objects.get()
    WebhookDelivery.objects.update(status="sending", claimed_at=held.made_at)
    assert deliver_webhooks() == 0
    time_machine.shift(16 * MINUTE)
    assert deliver_webhooks() == 1
    assert received[0][2]["X-Bekasi-Delivery"] == str(held.pk)


@pytest.mark.parametrize(
    "url",
    [
        "http://tpp.example/", "https://", "ftp://tpp.example/", "https://a:b@tpp.example/",
        "https://tpp.example:22/", "https://tpp.example/\r\nX: y", "https://tpp.example/#x",
        "https://tpp.example:99999/", "https://[::1/",
    ],
)  # fmt: skip
def test_other_addresses_are_not_registered(city, monday, url):
    with pytest.raises(Refused):
        make_webhook("TPP", url=url, events=["days.closed"], actor=city.wati.user)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.1.1", False), ("172.16.0.9", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
        ("fd00::1", False), ("fe80::1%eth0", False), ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_only_addresses_out_in_the_world_are_public(address, public):
    assert outgoing.is_public(address) is public


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    rows = [(2, 1, 6, "", (ip, 443)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)
    with pytest.raises(outgoing.Forbidden):
        outgoing.public_address("tpp.example", 443)


def test_nothing_reaches_a_service_of_the_own_machine(hook, monkeypatch):
    """A real listener on this machine, under a name that resolves to it only when it is sent."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.path)

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(outgoing, "PORTS", (443, server.server_port))
    Webhook.objects.update(url=f"https://localhost:{server.server_port}/")
    announce("days.closed", date="2026-12-06", changed=8)
    assert deliver_webhooks() == 0
    server.shutdown()
    server.server_close()
    assert asked == []
    assert WebhookDelivery.objects.get().error == (
        "Alamatnya tidak berada di luar jaringan sendiri; tidak ada yang dikirim."
    )


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_cost_the_same(as_, city, hook, many, django_assert_num_queries):
    webhook, _secret = hook
    for n in range(many):
        announce("days.closed", date="2026-12-06", changed=n)
        make_webhook("X", url="https://x.example/", events=["plan.published"],
                     actor=city.wati.user)  # fmt: skip
    client = as_(city.wati)
    with django_assert_num_queries(7):
        assert client.get(reverse("units:webhook_list")).status_code == 200
    with django_assert_num_queries(8):
        assert client.get(reverse("units:webhook_log", args=[webhook.pk])).status_code == 200
