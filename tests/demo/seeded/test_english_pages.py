"""Whoever chose English reads English: every page that links reach.

What is data stays as it was written: names, reasons and reports of people, names of papers.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.urls import Resolver404, resolve

from tests.house.wrapping import SPOKEN_ATTRIBUTES, WORD, indonesian
from units.models import Unit, User

pytestmark = pytest.mark.django_db

ROOMS = ("units", "schedules", "attendance", "reports")
# Kept by the portal itself: these must be told again in English, so they are no data here.
KEPT_SENTENCES = {
    "units.Outbox.text",
    "schedules.PlanningRunItem.message",
    "schedules.BalanceEntry.reason",
    "reports.WeekBuild.message",
}
# The reason of the demo's opening balances, as somebody would have written it on taking them over.
OPENING = "Dibawa dari daftar gilir sebelum portal dipakai"
# Titles of signatories are put together from names of positions and units: Lurah Medan Satria.
TITLE = "Kepala"
WALKED = ("bkpsdm", "kepala", "kepegawaian", "pegawai", "dprd")
NO_PAGES = re.compile(
    r"(pdf|report_file|xlsx|csv|zip|errors|export|ics|template|openapi|manifest|logout"
    r"|set_language)"
)


class _Reader(HTMLParser):
    """Collects what a page says: text, and the attributes that are read out."""

    def __init__(self):
        super().__init__()
        self.said, self.links, self.silent = [], [], 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.silent += tag in ("script", "style") or attrs.get("lang") == "id"
        if attrs.get("lang") == "id" or tag in ("script", "style"):
            self._closes = tag
        self.said += [attrs[name] for name in SPOKEN_ATTRIBUTES & attrs.keys() if attrs[name]]
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])

    def handle_endtag(self, tag):
        if self.silent and tag == self._closes:
            self.silent -= 1

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


def data_of_the_city():
    """Return every text that people or papers brought into the database, longest first."""
    texts = {OPENING, TITLE}
    for name in Unit.objects.values_list("name", flat=True):
        texts.add(name.partition(" ")[2])
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            fields = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, (CharField, TextField))
                and not field.choices
                and f"{model._meta.label}.{field.name}" not in KEPT_SENTENCES
            ]
            if fields:
                for row in model.objects.values_list(*fields).distinct():
                    texts.update(text for text in row if isinstance(text, str) and len(text) > 2)
    return sorted((text for text in texts if indonesian() & words_of(text)), key=len, reverse=True)


def words_of(text):
    return {word.lower() for word in WORD.findall(text)}


def indonesian_words(reader, data):
    """Return the Indonesian words that a page says beside the data on it."""
    said = re.sub(r"\s+", " ", " | ".join(reader.said))
    for text in data:
        if text in said:
            said = said.replace(text, "·")
    return sorted(indonesian() & words_of(said))


def pages(client, start="/"):
    """Yield (path, name, reader) of every page that links reach, one for each address name."""
    queue, seen, opened = [start], {start}, set()
    while queue:
        path = queue.pop(0)
        try:
            name = resolve(urlsplit(path).path).view_name
        except Resolver404:
            continue
        if name in opened or NO_PAGES.search(name):
            continue
        opened.add(name)
        response = client.get(path, follow=True)
        if "html" not in response["Content-Type"]:
            continue
        reader = _Reader()
        reader.feed(response.content.decode())
        yield path, name, reader
        for link in reader.links:
            address = urljoin(path, link)
            if address.startswith("/") and address not in seen:
                seen.add(address)
                queue.append(address)


def test_english_pages_say_nothing_in_indonesian(seeded, client, time_machine):
    time_machine.move_to("2026-11-24T02:00:00+00:00", tick=False)
    data = data_of_the_city()
    found, names = {}, set()
    for role in ("", *WALKED):
        client.logout()
        client.cookies["language"] = "en"
        if role:
            client.force_login(User.objects.get(email=f"{role}@demo.example"))
        for path, name, reader in pages(client):
            names.add(name)
            words = indonesian_words(reader, data)
            if words:
                found[f"{role or 'public'} {path}"] = words
    assert found == {}
    assert len(names) > 40
