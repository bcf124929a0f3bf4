"""The morning peak: how many check-ins one machine keeps, beside the least that one could cost.

    POSTGRES_URL=postgres://user:password@127.0.0.1/any python -m tests.bench.checkin [--small | n]

Makes a database of its own beside the named one (the role needs CREATEDB), n accounts (2,000)
with a session each, and serves the portal as docker-compose.yml does: gunicorn, 2 processes of 8
threads, production settings. A client with 16 connections sends

- the reference: session, one SELECT, one INSERT inside the portal (see checkin_server.py), for
  every account, in turns with the same taps as check-ins, and both again after Redis was stopped;
- the same one SELECT and INSERT in an empty Django project, for whoever wants to know;
- check-ins of the next day, at half the rate that was reached, evenly spread: how long each waits;
- every tap a second time, which must be answered like the first and change nothing.

Prints requests a second, the processor time of the server per request and the waiting times.
Fails on an error, a tap that is missing or kept twice, more than 8 queries, or a throughput under
half of the reference's; with --small under 0.15, for a few hundred requests say little.
"""

import asyncio
import datetime
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from urllib.parse import urlencode, urlsplit, urlunsplit

from tests.bench.checkin_client import Line, measure, send_all

IS_SMALL = "--small" in sys.argv
PEOPLE = next((int(text) for text in sys.argv[1:] if text.isdecimal()), 300 if IS_SMALL else 2_000)
PROCESSES, THREADS = 2, 8
LEAST_RATIO = 0.15 if IS_SMALL else 0.5
MOST_QUERIES = 8
UNITS = 40
OFFICE = (-6.238270, 107.001500)
JAKARTA = datetime.timezone(datetime.timedelta(hours=7))
MONDAY = datetime.datetime(2026, 11, 16, tzinfo=JAKARTA)
MORNING, EVENING = datetime.timedelta(hours=7, minutes=20), datetime.timedelta(hours=16, minutes=5)
TOKEN = "b" * 32


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def new_database(address):
    """Create a database beside the one of `address`; return (address, function that drops it)."""
    import psycopg2

    name = f"bench_checkin_{os.getpid()}"
    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")

    def drop():
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()

    return urlunsplit(urlsplit(address)._replace(path=f"/{name}")), drop


def seed():
    """Make units with an office, people with accounts; return a cookie header for each of them."""
    from importlib import import_module

    from django.conf import settings
    from django.core.management import call_command

    from attendance.devices import COOKIE, SALT, new_device_token
    from schedules.models import WorkHours, WorkHoursDay
    from units.models import Employee, Place, Position, Posting, Unit, User

    call_command("migrate", verbosity=0)
    start = datetime.date(2020, 1, 1)
    root = Unit.objects.create(code="1", name="Kota", level="kota")
    units = Unit.objects.bulk_create(
        Unit(code=f"A{n}", name=f"Dinas {n}", level="opd", parent=root) for n in range(UNITS)
    )
    Place.objects.bulk_create(
        Place(unit=unit, name="Kantor", latitude=OFFICE[0], longitude=OFFICE[1]) for unit in units
    )
    clerk = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    users = User.objects.bulk_create(
        User(username=f"{n:018d}", password="!") for n in range(PEOPLE)
    )
    people = Employee.objects.bulk_create(
        Employee(
            nip=one.username, name=f"Pegawai {one.username}", employment="pns", joined_on=start,
            user=one,
        )
        for one in users
    )  # fmt: skip
    Posting.objects.bulk_create(
        Posting(employee=one, unit=units[n % UNITS], position=clerk, starts_on=start)
        for n, one in enumerate(people)
    )
    hours = WorkHours.objects.create(
        name="Jam kerja", working_week=5, legal_basis="Perpres 21/2023", starts_on=start
    )
    WorkHoursDay.objects.bulk_create(
        WorkHoursDay(
            hours=hours, weekday=weekday, start=datetime.time(7, 30), end=datetime.time(16)
        )
        for weekday in range(5)
    )
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.signing import get_cookie_signer
    from django.db import connection

    store = import_module(settings.SESSION_ENGINE).SessionStore
    cookies = []
    for user in users:
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.set_expiry(datetime.datetime(2100, 1, 1, tzinfo=JAKARTA))
        session.create()
        device = get_cookie_signer(salt=COOKIE + SALT).sign(new_device_token())
        cookies.append(
            f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={TOKEN};"
            f" {COOKIE}={device}"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    return cookies


def tap(path, moment, cookie, key, *, extra=""):
    """Return the bytes of one tap as a phone sends it."""
    body = urlencode(
        {
            "key": key, "latitude": OFFICE[0], "longitude": OFFICE[1], "accuracy": 18, "age": 3,
            "device_time": moment.isoformat(),
        }
    )  # fmt: skip
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"Cookie: {cookie}\r\nX-CSRFToken: {TOKEN}\r\nX-Clock: {moment.isoformat()}\r\n{extra}"
        f"\r\n{body}"
    ).encode()


def kept():
    """Return how many taps the portal keeps, by hour of its clock."""
    from django.db import connection
    from django.db.models import Count

    from attendance.models import CheckIn

    rows = CheckIn.objects.filter(work_date__gte=MONDAY.date())
    found = rows.values_list("work_date", "direction", "finding").annotate(number=Count("pk"))
    answer = sorted((day.isoformat(), way, what, number) for day, way, what, number in found)
    connection.close()
    return answer


def main():
    address = os.environ.get("POSTGRES_URL")
    if not address:
        sys.exit("Name a PostgreSQL database in POSTGRES_URL; the bench makes its own beside it.")
    if not shutil.which("redis-server"):
        sys.exit("Install redis-server: the bench starts and stops one of its own.")
    database, drop = new_database(address)
    redis_port, port = free_port(), free_port()
    os.environ.update(
        BEKASI_ENV="production", DATABASE_URL=database, SECRET_KEY=uuid.uuid4().hex * 2,
        REDIS_URL=f"redis://127.0.0.1:{redis_port}/0", ALLOWED_HOSTS="localhost",
        SECURE_SSL_REDIRECT="false", LOG_LEVEL="ERROR",
        DJANGO_SETTINGS_MODULE="bekasi_wfh.settings",
    )  # fmt: skip
    folder = tempfile.TemporaryDirectory()
    os.environ["VAR_DIR"] = folder.name
    processes = []
    try:
        import django

        django.setup()
        cookies = seed()
        redis = subprocess.Popen(
            ["redis-server", "--port", str(redis_port), "--save", "", "--dir", folder.name],
            stdout=subprocess.DEVNULL,
        )
        processes.append(redis)
        server = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "tests.bench.checkin_server", "--bind",
                f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", str(PROCESSES),
                "--threads", str(THREADS), "--keep-alive", "75", "--log-level", "warning",
                "--no-control-socket",
            ]
        )  # fmt: skip
        processes.append(server)
        run(cookies, server, redis, port)
    finally:
        for process in processes:
            process.terminate()
            process.wait()
        drop()
        folder.cleanup()


def until_open(port):
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("The server did not start.")


def run(cookies, server, redis, port):
    """Send everything, in the order of the first lines of this file."""
    until_open(port)

    def taps(path, moment):
        # The second time the same key: what a phone sends again is one tap.
        return [
            tap(path, moment, cookie, uuid.uuid5(uuid.NAMESPACE_URL, f"{path} {moment} {number}"))
            for number, cookie in enumerate(cookies)
        ]

    morning = MONDAY + MORNING
    # Threads, connections and what is written once are warm.
    week_before = datetime.timedelta(days=7)
    asyncio.run(send_all(port, taps("/acuan/0/", morning), None))
    asyncio.run(send_all(port, taps("/kosong/9/", morning), None))
    asyncio.run(send_all(port, taps("/presensi/masuk/", morning - week_before), None))
    counted = []
    for path, moment in (
        ("/presensi/masuk/", morning - 2 * week_before),
        ("/presensi/pulang/", MONDAY + EVENING - 2 * week_before),
    ):
        request = tap(path, moment, cookies[0], uuid.uuid4(), extra="X-Count: 1\r\n")
        status, headers, _body = asyncio.run(Line(port).send(request))
        assert status == 200, status
        counted.append(int(headers["x-queries"]))
    print(f"{PEOPLE} sessions, {PROCESSES} processes of {THREADS} threads; queries: {counted}")
    arriving, leaving = (
        taps("/presensi/masuk/", morning),
        taps("/presensi/pulang/", MONDAY + EVENING),
    )
    with_redis = measure(
        server,
        port,
        {
            "empty project": taps("/kosong/1/", morning),
            "reference": taps("/acuan/2/", morning),
            "check-in": arriving,
        },
    )
    redis.terminate()
    redis.wait()
    without = measure(
        server,
        port,
        {
            "reference, Redis stopped": taps("/acuan/3/", morning),
            "check-out, Redis stopped": leaving,
        },
    )
    peak = with_redis["check-in"][0]
    next_day = taps("/presensi/masuk/", morning + datetime.timedelta(days=1))
    evenly = measure(server, port, {"check-in at half the rate": next_day}, rate=peak / 2)
    late = evenly["check-in at half the rate"][1]
    expected = [
        ("2026-11-16", "in", "accepted", PEOPLE),
        ("2026-11-16", "out", "accepted", PEOPLE),
        ("2026-11-17", "in", "accepted", PEOPLE),
    ]
    assert kept() == expected, kept()
    measure(server, port, {"the same check-ins again": arriving})
    assert kept() == expected, kept()
    ratios = [
        peak / with_redis["reference"][0],
        without["check-out, Redis stopped"][0] / without["reference, Redis stopped"][0],
    ]
    print(
        f"check-in / reference: {ratios[0]:.2f}, Redis stopped: {ratios[1]:.2f};"
        f" / empty project: {peak / with_redis['empty project'][0]:.2f};"
        f" {1000 * late:.0f} ms at half the rate"
    )
    faults = []
    if max(counted) > MOST_QUERIES:
        faults.append(f"{max(counted)} queries")
    if min(ratios) < LEAST_RATIO:
        faults.append("too slow beside the reference")
    if faults:
        sys.exit("; ".join(faults))


if __name__ == "__main__":
    main()
