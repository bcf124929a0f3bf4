"""Sentences kept in Indonesian, told again in the language of the page.

What is stored is written once, in Indonesian: the reasons in a plan, the outcome of a run, the
faults of a spreadsheet's rows; and the planner, which knows no Django, speaks Indonesian alone.
Such a sentence was made from a text of the catalogue ("%(unit)s ditetapkan administratif."), so
for a reader of English that text is found again, with what was put into it, and translated.
"""

import re
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS
from django.utils.formats import get_format
from django.utils.translation import gettext, ngettext
from django.utils.translation.trans_real import catalog

FEWEST_WORDS = 2
_SLOT = re.compile(r"%\((\w+)\)[sd]|%[sd]|%%")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"[+−]?\d+,\d+")
_COLUMN = re.compile(r"([A-Z][A-Z /().-]+: )(.+)", re.DOTALL)


def retold(text):
    """Return a kept Indonesian text in the active language.

    A text that no sentence of the catalogue fits, such as a reason that a person wrote, comes
    back as it is.
    """
    text = str(text)
    language = translation.get_language()
    if not text or language in (None, settings.LANGUAGE_CODE):
        return text
    return _told(text, _templates(language))


def _told(text, templates):
    whole = _whole(text, templates)
    if whole is not None:
        return whole
    column = _COLUMN.fullmatch(text)
    if column:
        return column[1] + _told(column[2], templates)
    return " ".join(_whole(one, templates) or one for one in re.split(r"(?<=[.!]) ", text))


def _whole(text, templates):
    """Return the translation of a text that is one sentence of the catalogue, else None."""
    if not text:
        return None
    translated = gettext(text)
    if translated != text:
        return translated
    for part, pattern, singular, has_plural in templates:
        match = pattern.fullmatch(text) if part in text else None
        if match:
            return _filled(match, singular, has_plural, templates)
    return None


def _filled(match, singular, has_plural, templates):
    values = {name: _value(value, templates) for name, value in match.groupdict().items()}
    if has_plural:
        numbers = [int(value) for value in values.values() if value.isdecimal()]
        sentence = ngettext(singular, singular, numbers[0] if numbers else 2)
    else:
        sentence = gettext(singular)
    order = iter(values.values())
    return _SLOT.sub(
        lambda slot: "%" if slot[0] == "%%" else values[slot[1]] if slot[1] else next(order),
        sentence,
    )


def _value(text, templates):
    """Return what was put into a sentence: a sentence or word itself, a date, a number."""
    if _NUMBER.fullmatch(text):
        return text.replace(",", get_format("DECIMAL_SEPARATOR"))
    words, pattern = _calendar_words()
    dated = pattern.sub(lambda found: str(words[found[0]]).title(), text)
    return dated if dated != text else _told(text, templates)


@cache
def _calendar_words():
    """Return the names of months and weekdays by their Indonesian words, and how dates use them."""
    with translation.override(settings.LANGUAGE_CODE):
        # Short months are kept in small letters: des for 10 Des.
        names = (name for names in (MONTHS, MONTHS_3) for name in names.values())
        months = {str(name).title(): name for name in names}
        weekdays = {str(name): name for name in WEEKDAYS.values()}
    pattern = rf"(?<=\d )\b({'|'.join(months)})\b|\b({'|'.join(weekdays)})\b(?=, \d)"
    return months | weekdays, re.compile(pattern)


@cache
def _templates(language):
    """Return the sentences with something to fill in, the longest first.

    Each is (its longest fixed part, its pattern, the text, whether it has a plural).
    """
    found = {}
    with translation.override(language):
        for key, _translation in catalog()._catalog.items():
            text, has_plural = (key[0], True) if isinstance(key, tuple) else (key, False)
            if "%" in text and len(_WORD.findall(_SLOT.sub("\0", text))) >= FEWEST_WORDS:
                found[text] = has_plural
    return [
        (max(_SLOT.sub("\0", text).split("\0"), key=len), _pattern(text), text, has_plural)
        for text, has_plural in sorted(found.items(), key=lambda one: -len(_SLOT.sub("", one[0])))
    ]


def _pattern(text):
    parts, last, seen = [], 0, set()
    for number, slot in enumerate(_SLOT.finditer(text)):
        parts.append(re.escape(text[last : slot.start()]))
        name = slot[1] or f"slot{number}"
        if slot[0] == "%%":
            parts.append("%")
        elif name in seen:
            parts.append(f"(?P={name})")
        else:
            parts.append(rf"(?P<{name}>{'[0-9.]+' if slot[0].endswith('d') else '.+?'})")
            seen.add(name)
        last = slot.end()
    return re.compile("".join([*parts, re.escape(text[last:])]), re.DOTALL)
