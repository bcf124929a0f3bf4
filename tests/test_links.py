"""What every role finds by following links: nothing that refuses it, and nobody's home."""

import datetime
import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from bekasi_wfh.demo.accounts import ROLES
from units.access import scope_for
from units.models import User

TODAY = datetime.date(2026, 11, 24)
# How many pages of one address are read for their links, how many files are fetched, and how
# many links to one address are followed from one page.
PAGES_READ = FILES_FETCHED = 2
LINKS_FOLLOWED = 12
LEAVES = ("/static/", "/akun/")
UNIT_HR = "kepegawaian"


# A point in or around Bekasi, exact to about ten metres. Homes are for the person and unit HR.
POINT = re.compile(r"(?:-6[.,][1-4]|106[.,][89]|107[.,][01])\d{3,}")
OWN_HOME = "/rumah/"
EXAMPLES = "/impor/"


class Links(HTMLParser):
    """Collects where the anchors of a page lead, and the forms that it sends by GET."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def links_of(path, html):
    """Return the addresses of the portal that a page links to, without fragments."""
    parser = Links()
    parser.feed(html)
    for href in parser.found:
        parts = urlsplit(urljoin(f"http://testserver{path}", href))
        if parts.netloc == "testserver" and not parts.path.startswith(LEAVES):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def walk(client):
    """Open every address that links reach from the front door; yield (path, from, response)."""
    queue, seen, read, fetched = [("/", "")], {"/"}, Counter(), Counter()
    while queue:
        path, source = queue.pop(0)
        name = resolve(urlsplit(path).path).view_name
        if fetched[name] >= FILES_FETCHED:
            continue
        response = client.get(path)
        yield path, source, response
        if response.status_code in (301, 302):
            target = response["Location"]
            if target not in seen and not target.startswith(LEAVES):
                seen.add(target)
                queue.append((target, path))
            continue
        if not response["Content-Type"].startswith("text/html"):
            fetched[name] += 1
            continue
        if read[name] >= PAGES_READ:
            continue
        read[name] += 1
        followed = Counter()
        for link in links_of(path, response.content.decode()):
            target = resolve(urlsplit(link).path).view_name
            if link not in seen and followed[target] < LINKS_FOLLOWED:
                followed[target] += 1
                seen.add(link)
                queue.append((link, path))


@pytest.mark.django_db
def test_every_link_opens_for_the_role_that_sees_it_and_homes_stay_private(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 24, 3, tzinfo=datetime.UTC))
    call_command("seed_demo", people=300, today=TODAY, verbosity=0)
    refused, points, names = {}, {}, set()
    for role in (None, *ROLES):
        client = Client()
        who, own = "public", ()
        if role:
            user = User.objects.get(email=role.email)
            client.force_login(user)
            who, scope = role.name, scope_for(user)
            own = (OWN_HOME, EXAMPLES)
            if scope.employee:
                own += (f"/pegawai/{scope.employee.pk}/",)
        for path, source, response in walk(client):
            names.add(resolve(urlsplit(path).path).view_name)
            if response.status_code >= 400:
                refused[f"{who} {path}"] = f"{response.status_code}, linked from {source}"
            shown = POINT.findall("" if response.streaming else response.content.decode("latin-1"))
            if shown and not path.startswith(own) and who != UNIT_HR:
                points[f"{who} {path}"] = shown[:3]
            if shown and who == UNIT_HR:
                names.add("a home, to unit HR")
    assert refused == {}
    assert points == {}
    assert "a home, to unit HR" in names
    assert {"attendance:team", "schedules:plan_board", "reports:report_pdf"} <= names
