"""The English catalogue says all that the sources say. `make messages` brings it up to date."""

import pytest

from tests.house.catalogue import (
    MO,
    PO,
    as_mo,
    as_po,
    extract,
    load,
    missing,
    placeholders,
    texts_of,
    wrapped_in_python,
    wrapped_in_template,
)

HINT = "Run `make messages`, translate what it lists in django.po and run it again."


@pytest.fixture(scope="module")
def catalogue():
    return load()


def _identities(catalogue):
    return {(texts_of(message, "id")[0], message.context) for message in catalogue if message.id}


def test_every_text_of_the_sources_is_in_the_catalogue_and_no_other(catalogue):
    sources = extract()
    assert _identities(sources) - _identities(catalogue) == set(), HINT
    assert _identities(catalogue) - _identities(sources) == set(), HINT
    assert not catalogue.obsolete


def test_every_text_is_translated_and_no_translation_is_a_guess(catalogue):
    assert [message.id for message in missing(catalogue)] == [], HINT


def test_translations_keep_the_placeholders(catalogue):
    different = [
        (text, translation)
        for message in catalogue
        if message.id
        for text, translation in zip(
            texts_of(message, "id"), texts_of(message, "string"), strict=True
        )
        if placeholders(text) != placeholders(translation)
    ]
    assert different == []


def test_translations_begin_and_end_as_the_texts_do(catalogue):
    def edges(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    different = [
        (text, translation)
        for message in catalogue
        if message.id
        for text, translation in zip(
            texts_of(message, "id"), texts_of(message, "string"), strict=True
        )
        if edges(text) != edges(translation)
    ]
    assert different == []


def test_the_compiled_file_is_made_of_the_catalogue(catalogue):
    assert MO.read_bytes() == as_mo(catalogue), HINT
    assert PO.read_bytes() == as_po(catalogue), HINT


def test_texts_of_python_are_found():
    source = (
        '_("satu")\nngettext("%(n)s hari", "%(n)s hari", n)\npgettext_lazy("akun", "Masuk")\n'
        'gettext_noop("dua" " kata")\n_(name)\nother("tiga")\n'
    )
    assert [(function, texts) for _line, function, texts in wrapped_in_python(source)] == [
        ("_", ["satu"]),
        ("ngettext", ["%(n)s hari", "%(n)s hari"]),
        ("pgettext_lazy", ["akun", "Masuk"]),
        ("gettext_noop", ["dua kata"]),
        ("_", []),
    ]


def test_texts_of_templates_are_found():
    source = (
        '{% load i18n %}  {% translate "satu" %} {% translate "Masuk" context "akun" %}\n'
        '    {% include "x.html" with title=_("dua") %} {{ x|default:_("tiga") }}\n'
        "{% blocktranslate count n=n %}{{ n }} hari{% plural %}{{ n }} hari{% endblocktranslate %}"
        "{% blocktranslate with a=b %}Sisa 5 % dari {{ a }}{% endblocktranslate %}"
    )
    assert [texts for _line, _name, texts in wrapped_in_template(source, "x.html")] == [
        ["satu"],
        ["akun", "Masuk"],
        ["dua"],
        ["tiga"],
        ["%(n)s hari", "%(n)s hari"],
        ["Sisa 5 %% dari %(a)s"],
    ]
