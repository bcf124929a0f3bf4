"""Every text for people is wrapped for translation: templates, Python and scripts."""

import re

import pytest

from tests.house.catalogue import ROOT, python_files, template_files
from tests.house.wrapping import indonesian, unwrapped_in_python, unwrapped_in_template

# What speaks Indonesian to everybody, and why.
INDONESIAN_FOR_ALL = {
    "bekasi_wfh/demo/": "the demo city's data: names, reasons and reports of invented people",
    "bekasi_wfh/management/": "the operator's command line",
    "bekasi_wfh/settings.py": "the name of the language in that language",
    "schedules/planning/": "knows no Django; its sentences are retold (PLANNER_SENTENCES)",
    "units/resources/": "names of columns and examples in the spreadsheets of the office",
    "schedules/resources.py": "names of columns and examples in the spreadsheets of the office",
    "reports/bill_resource.py": "names of columns and examples in the spreadsheets of the office",
    "schedules/services/calendar.py": "the title of the joint decree, kept with each holiday",
    "schedules/queries/feeds.py": "the maker of the calendar, for programs",
    "reports/disclosure.py": "a label kept with figures; the page puts its own word in its place",
}


def _relative(path):
    return str(path.relative_to(ROOT))


def test_templates_say_nothing_that_is_not_wrapped():
    found = {
        f"{_relative(path)}:{line}": text
        for path in template_files()
        for line, text in unwrapped_in_template(path.read_text(encoding="utf-8"))
    }
    assert found == {}, "Wrap it: {% translate %}, {% blocktranslate %} or _(...) in a tag."


def test_python_says_nothing_that_is_not_wrapped():
    found = {
        f"{_relative(path)}:{line}": text
        for path in python_files()
        if not _relative(path).startswith(tuple(INDONESIAN_FOR_ALL))
        for line, text in unwrapped_in_python(path.read_text(encoding="utf-8"))
    }
    assert found == {}, "Wrap it: gettext, or gettext_lazy where the module is read only once."


def test_scripts_take_their_words_from_the_page():
    words = {
        f"{_relative(path)}: {word}"
        for path in sorted((ROOT / "static" / "js").glob("*.js"))
        for text in re.findall(r'"([^"\n]* [^"\n]*)"|`([^`]*)`', path.read_text(encoding="utf-8"))
        for word in re.findall(r"[a-z]{3,}", " ".join(text).lower())
        if word in indonesian()
    }
    assert words == set(), "Pass the words to scripts in data- attributes of the template."


@pytest.mark.parametrize(
    "source",
    [
        "<p>Belum ada</p>",
        '<input aria-label="Cari">',
        '{% include "x.html" with title="Belum ada laporan" %}',
        '{{ name|default:"kosong" }}',
        "{% translate 'Ya' %} dan {% blocktranslate %}tidak{% endblocktranslate %}",
    ],
)
def test_an_unwrapped_text_of_a_template_is_found(source):
    assert len(unwrapped_in_template(source)) == 1


def test_wrapped_texts_of_a_template_are_not_found():
    source = (
        '{% load i18n %}<p title="{% translate "Ya" %}">{{ x|default:_("kosong") }} · WFH</p>'
        "{% blocktranslate %}Belum ada{% endblocktranslate %}<script>const belum = 1;</script>"
        '{% include "x.html" with title=_("Belum ada laporan") %}'
        "{% block width %}wide{% endblock %}"
    )
    assert unwrapped_in_template(source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise Refused("Alasan harus diisi.")', 1),
        ('raise Refused(_("Alasan harus diisi."))', 0),
        ('label = "Pegawai"', 1),
        ('text = f"Laporan {name} belum ada"', 2),
        ('def f():\n    """Kata pegawai di sini."""', 0),
        ('path("laporan-harian/")', 0),
        ('header = "attachment; filename=laporan-harian.pdf"', 0),
        ('raise ValueError("There is no such employee.")', 0),
    ],
)
def test_an_unwrapped_text_of_python_is_found(source, found):
    assert len(unwrapped_in_python(source)) == found
