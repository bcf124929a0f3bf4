"""Chromium against a live server. `CHROMIUM` names the browser (see .ci/chromium)."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.crawl import DESKTOP, PHONE, launch, session_cookie

# Playwright's synchronous interface runs an event loop in this thread; Django need not mind.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


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
