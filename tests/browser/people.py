"""Somebody in front of the portal: goes where links and buttons lead, and nowhere else."""

import datetime
import re
import time
from urllib.parse import urlsplit

import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.crawl import accessibility_faults, name_of, overflow

TOTP_PERIOD_S = 30
# How long a page may take on a machine that does much else besides.
PATIENCE_S = 30
# The phone's clock is right for the day of the test, and so is the time of its position.
CLOCK_SCRIPT = """
(() => {
  const ahead = %d, Real = window.RealDate = window.RealDate || Date;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  const where = Geolocation.prototype;
  const read = window.realPosition = window.realPosition || where.getCurrentPosition;
  where.getCurrentPosition = function (found, ...rest) {
    return read.call(this, (position) => found(
      { coords: position.coords, timestamp: position.timestamp + ahead }), ...rest);
  };
})();
"""

# What a page is, figures left out: its first heading and what may be pressed on it.
FEATURES = """
[...document.querySelectorAll("h1, main button")]
  .map((one) => one.textContent.replace(/[0-9]+/g, "#").trim())
"""


def moment(day, hour, minute=0):
    """Return a moment in Bekasi."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def mailed_link(address):
    """Return the link in the latest mail to an address."""
    letters = [letter for letter in mail.outbox if address in letter.to]
    assert letters, f"no mail to {address}"
    return re.search(r"https?://\S+", letters[-1].body)[0]


class Visitor:
    """A person with a browser on one day. Every page that opens is looked at, see `look`.

    `place` is where the phone stands, in degrees. `secret` is kept in the person's
    authenticator and is taken along to the next day. `looked` is shared by the people of a test:
    the pages that axe has seen.
    """

    def __init__(self, browser, base, window, *, place=None, secret="", looked=None, **options):
        self.base, self.secret, self.faults = base, secret, []
        self.looked = set() if looked is None else looked
        if place:
            options |= {
                "geolocation": {"latitude": place[0], "longitude": place[1], "accuracy": 12},
                "permissions": ["geolocation"],
            }
        self.context = browser.new_context(
            viewport=window, locale="id-ID", timezone_id="Asia/Jakarta", **options
        )
        self.context.set_default_timeout(1000 * PATIENCE_S)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _hear(self, said):
        if said.type == "error":
            self.faults.append(f"{self.page.url}: {said.text}")

    def look(self, again=True):
        """Hold the page against the rules: no fault in the console, no overflow, axe content.

        Without `again`, axe is left out where a page of that name and heading with the same
        buttons was looked at before.
        """
        where = self.page.url.removeprefix(self.base)
        if (wider := overflow(self.page)) > 0:
            self.faults.append(f"{where}: {wider} px wider than the window")
        heading, *buttons = self.page.evaluate(FEATURES)
        features = (name_of(urlsplit(where).path), heading, frozenset(buttons))
        if again or features not in self.looked:
            self.looked.add(features)
            self.faults += [f"{where}: {fault}" for fault in accessibility_faults(self.page)]
        assert self.faults == [], "\n".join(self.faults)

    # --- the only ways to move -------------------------------------------------------------

    def arrive(self, address):
        """Type an address: to begin with, and for links in letters."""
        ahead = (time.time() - time_machine.escape_hatch.time.time()) * 1000
        self.context.add_init_script(CLOCK_SCRIPT % ahead)
        response = self.page.goto(self.base + address if address.startswith("/") else address)
        assert response.status == 200
        self.look(again=False)

    def _go(self, control):
        with self.page.expect_navigation(wait_until="load"):
            control.click()
        self.look(again=False)

    def link(self, name, within="main"):
        return self.page.locator(within).get_by_role("link", name=name, exact=True)

    def follow(self, name, *, within="main", first=False):
        """Follow the one link of that name, or the first of several that lead to one place."""
        link = self.link(name, within)
        self._go(link.first if first else link)

    def menu(self, name):
        """Open the main menu and follow a link of it."""
        self.page.locator("nav.nav details.menu > summary").click()
        self.follow(name, within="nav.nav .menu-panel")

    def open_notice(self, text):
        """Go to the notices under one's own name and open the one that says so."""
        self.page.locator("header details.who summary").click()
        self.follow(re.compile("^Pemberitahuan"), within="header")
        notice = self.page.locator("main .notices > li").filter(has_text=text)
        self._go(notice.get_by_role("button", name=re.compile("^Buka")))

    def press(self, name, *, within="main"):
        """Press the one button of that name and look at the page that follows."""
        self._go(self.page.locator(within).get_by_role("button", name=name, exact=True))

    def press_in_place(self, name, *, within="main"):
        """Press a button whose answer becomes part of the same page."""
        self.page.locator(within).get_by_role("button", name=name, exact=True).click()

    def download(self, name):
        """Follow a link to a file and return its bytes."""
        with self.page.expect_download() as file:
            self.link(name).click()
        return file.value.path().read_bytes()

    # --- forms -----------------------------------------------------------------------------

    def fill(self, **fields):
        """Fill fields of a form by their names: text, dates, a choice, or yes for a box."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]")
            kind = field.first.evaluate("one => one.type")
            if kind == "select-one":
                field.select_option(label=value)
            elif kind in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    self.page.locator(f"main [name={name}][value='{one}']").check()
            else:
                field.fill(str(value))

    def sees(self, text, *, within="main", seconds=PATIENCE_S):
        """Wait until a text shows."""
        shown = self.page.locator(within).get_by_text(text).first
        expect(shown).to_be_visible(timeout=1000 * seconds)

    # --- signing in ------------------------------------------------------------------------

    def choose_password(self, password):
        self.fill(password1=password, password2=password)

    def code(self):
        """Return what the authenticator shows now."""
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // TOTP_PERIOD_S))

    def sign_in(self, login, password):
        """Sign in from the front page; with the code where there is a second factor."""
        self.arrive("/")
        self.follow("Masuk dengan NIP")
        self.fill(login=login, password=password)
        self.press("Masuk")
        if self.secret:
            self.fill(code=self.code())
            self.press("Masuk")

    def set_up_second_factor(self):
        """Add the account to the authenticator, and confirm with its first code."""
        self.secret = self.page.locator("#authenticator_secret").input_value()
        self.fill(code=self.code())
        self.press("Aktifkan")
        self.follow("Sudah disimpan, lanjutkan")

    def hand_in(self, name, content):
        """Upload a file and press the button of the form."""
        self.page.locator("main input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        self.press("Periksa berkas")

    def leave(self):
        self.context.close()
