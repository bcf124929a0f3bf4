"""Walk the portal as one account: every page that its links reach, one or two per address."""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import Resolver404, resolve

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
FILES = re.compile(
    r"(pdf|report_file|plan_wall|signed_copy|to_sign|xlsx|csv|zip|errors|export|ics|template"
    r"|openapi|manifest|public_json)"
)
LEAVE_ALONE = {"account_logout", "set_language"}


def launch(playwright, chromium):
    """Start Chromium without the connections that it makes of its own accord."""
    return playwright.chromium.launch(
        executable_path=chromium,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    )


def session_cookie(user, url):
    """Return the cookie of a new session of an account (its second factor passed)."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


@dataclass
class Page:
    """One page as it was found: address, its name, and what is wrong with it."""

    path: str
    name: str
    faults: list = field(default_factory=list)


def name_of(path):
    """Return the name of an address of the portal, or None for files and foreign addresses."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.view_name


def overflow(page):
    """Return how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def accessibility_faults(page):
    """Return one line for each violation of WCAG 2.2 A and AA that axe finds."""
    result = Axe().run(
        page,
        options={
            "runOnly": {
                "type": "tag",
                "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
            }
        },
    )
    return [
        f"axe {found['id']}: {found['nodes'][0]['html'][:160]}"
        for found in result.response["violations"]
    ]


MOST_STOPS = 400
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const above = Math.max(box.top, 0), below = Math.min(box.bottom, innerHeight);
  const x = box.left + Math.min(box.width, 30) / 2, y = (above + below) / 2;
  const top = document.elementFromPoint(x, y);
  const faults = [];
  if (box.width < 1 || box.height < 1 || !top || !(one.contains(top) || top.contains(one)))
    faults.push("is not seen");
  if (style.outlineStyle === "none" && style.boxShadow === "none") faults.push("shows no focus");
  // A date and a time have a stop for each of their parts.
  const again = ["date", "time"].includes(one.type) && one.dataset.stop ? 0 : 1;
  one.dataset.stop = (one.dataset.stop || 0) * 1 + again;
  return {
    text: (one.textContent.trim() || one.name || one.getAttribute("aria-label") || one.tagName)
      .replace(/\\s+/g, " ").slice(0, 60),
    faults, times: one.dataset.stop * 1,
  };
}"""


def stops_by_tab(page):
    """Press Tab until the focus leaves the page; return (names of the stops, faults).

    Faults are a stop that is not seen or shows no focus, one that holds the focus, and a page
    that never lets go.
    """
    stops, faults = [], []
    for _number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return stops, faults
        if stop["times"] > 1:
            if stop["text"] != stops[0]:
                faults.append(f"{stop['text']}: holds the focus")
            return stops, faults
        stops.append(stop["text"])
        faults += [f"{stop['text']}: {fault}" for fault in stop["faults"]]
    return stops, [*faults, "the focus never leaves the page"]


def crawl(context, base, start="/", *, each=2, on_page=None, axe=True):
    """Open every page that links reach from `start`, at most `each` per address name.

    `on_page(page, found)` is called on every page that opened. Returns the pages found.
    Faults are: an answer of 400 or more, an error in the console (which includes what the
    Content-Security-Policy blocked), a page wider than the window, and (with `axe`) axe's
    violations.
    """
    page = context.new_page()
    problems = []
    page.on("console", lambda said: said.type == "error" and problems.append(said.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    queue, seen, counted, found = [start], {start}, Counter(), []
    while queue:
        path = queue.pop(0)
        name = name_of(urlsplit(path).path)
        if name is None or name in LEAVE_ALONE or FILES.search(name) or counted[name] >= each:
            continue
        counted[name] += 1
        problems.clear()
        response = page.goto(urljoin(base, path), wait_until="load")
        here = Page(path=urlsplit(page.url).path, name=name)
        if response.status >= 400:
            here.faults.append(f"answered {response.status}")
        here.faults += [f"console: {problem[:200]}" for problem in problems]
        wider = overflow(page)
        if wider > 0:
            here.faults.append(f"{wider} px wider than the window")
        if axe:
            here.faults += accessibility_faults(page)
        found.append(here)
        if on_page:
            on_page(page, here)
        for href in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            parts = urlsplit(href)
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if href.startswith(base) and address not in seen:
                seen.add(address)
                queue.append(address)
    page.close()
    return found
