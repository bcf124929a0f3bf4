"""Chromium against a live server. `CHROMIUM` names the browser (see .ci/chromium)."""

import os
import shutil
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.db import connection
from playwright.sync_api import sync_playwright
from time_machine import escape_hatch

from bekasi_wfh.celery import app
from tests.attendance.conftest import at_home, home_of, hours, policy, tap  # noqa: F401
from tests.browser.crawl import DESKTOP, PHONE, launch, session_cookie
from tests.browser.people import Visitor

# Playwright's synchronous interface runs an event loop in this thread; Django need not mind.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _var_dir():
    """Return the folder of this test process: those that run side by side share no broker."""
    folder = project.VAR_DIR / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    for name in ("messages", "control"):
        (folder / "queue" / name).mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def broker():
    """Return what another process needs to share the broker that is this test process's own."""
    folder = _var_dir()
    env = {"VAR_DIR": str(folder)}
    if project.REDIS_URL:
        address, _, number = project.REDIS_URL.rpartition("/")
        nth = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        env["REDIS_URL"] = app.conf.broker_url = f"{address}/{int(number) + nth}"
    else:
        app.conf.broker_transport_options = {
            name: value.replace(str(project.VAR_DIR), str(folder)) if "folder" in name else value
            for name, value in project.CELERY_BROKER_TRANSPORT_OPTIONS.items()
        }
    return env


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Keep SQLite in a file, as the portal does: server threads and a worker process share it.

    No thread of the server keeps a connection: a database with sessions cannot be dropped.
    """
    database = connection.settings_dict
    database["CONN_MAX_AGE"] = 0
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = str(_var_dir() / "browser-tests.sqlite3")


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Install Chromium (Debian: apt-get install chromium) or name it in CHROMIUM."
    with sync_playwright() as playwright:
        browser = launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(
        viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def desktop(chromium):
    context = chromium.new_context(viewport=DESKTOP, locale="id-ID", timezone_id="Asia/Jakarta")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def enter(live_server):
    """Return a function that gives a browser context the session of an account."""

    def sign_in(context, user):
        context.clear_cookies()
        context.add_cookies([session_cookie(user, live_server.url)])
        return context

    return sign_in


@pytest.fixture
def city_clock(time_machine, tmp_path):
    """Return a function that sets the clock of the city; it runs on, here and in the worker."""
    file = tmp_path / "seconds-ahead"
    file.write_text("0")

    def set_to(moment):
        time_machine.move_to(moment)
        file.write_text(str(moment.timestamp() - escape_hatch.time.time()))

    set_to.file = file
    return set_to


def _database_url():
    """Return the address of the test database for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        assert not connection.is_in_memory_db(), "run these tests by themselves: pytest -m browser"
        return f"sqlite:///{database['NAME']}"
    who = quote(database["USER"]) + ":" + quote(database["PASSWORD"])
    return f"postgres://{who}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


@pytest.fixture
def worker(transactional_db, city_clock, tmp_path, broker):
    """A Celery worker in its own process, on the broker and the database of the test."""
    log = tmp_path / "worker.log"
    app.control.purge()
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.worker", str(city_clock.file)],
            env={**os.environ, **broker, "DATABASE_URL": _database_url()},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    yield
    process.terminate()
    process.wait()
    print(log.read_text()[-4000:])


@pytest.fixture
def meet(chromium, live_server):
    """Return a function that gives a Visitor with a window; all of them leave in the end."""
    visitors, looked = [], set()

    def arrive(window, **options):
        visitors.append(Visitor(chromium, live_server.url, window, looked=looked, **options))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.leave()
