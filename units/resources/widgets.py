"""From a cell to a value, with a sentence where it cannot be one; and back."""

import contextlib
import datetime
import math
import re
import unicodedata

from django.utils.translation import gettext as _
from import_export import widgets

from units import nip

DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
YES = {"YA", "Y", "1", "TRUE", "BENAR"}
NO = {"TIDAK", "T", "N", "0", "FALSE", "SALAH"}


def plain_text(cell):
    """Return a cell as one line of text: composed, without control or invisible characters."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "YA" if cell else "TIDAK"
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        cell = int(cell)
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    text = str(cell)
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    kept = (" " if c.isspace() else c for c in text if c.isspace() or _shows(c))
    return " ".join("".join(kept).split())


def _shows(character):
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


class TextWidget(widgets.Widget):
    """Text of one line; refuses what is longer than `most`."""

    def __init__(self, most, upper=False):
        super().__init__()
        self.most = most
        self.upper = upper

    def clean(self, value, row=None, **kwargs):
        text = plain_text(value)
        if len(text) > self.most:
            raise ValueError(_("terlalu panjang (paling banyak %(most)d huruf)") % vars(self))
        return text.upper() if self.upper else text

    def render(self, value, obj=None, **kwargs):
        return value or ""


class NipWidget(widgets.Widget):
    """Digits of a NIP; a number cell has lost its last digits and is refused."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, int | float):
            raise ValueError(_(nip.DAMAGED))
        return nip.normalized(plain_text(value))


class ChoiceWidget(widgets.Widget):
    """One of the choices, by its stored value or the word on the screen."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def clean(self, value, row=None, **kwargs):
        text = plain_text(value).casefold()
        if not text:
            return ""
        for stored, word in self.choices:
            if text in (str(stored).casefold(), str(word).casefold()):
                return stored
        words = ", ".join(str(word) for _stored, word in self.choices)
        raise ValueError(_("pilih salah satu: %(words)s") % {"words": words})

    def render(self, value, obj=None, **kwargs):
        return str(dict(self.choices).get(value, ""))


class YesNoWidget(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        text = plain_text(value).upper()
        if not text:
            return None
        if text in YES:
            return True
        if text in NO:
            return False
        raise ValueError(_("tulis YA atau TIDAK"))

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else "YA" if value else "TIDAK"


class DateWidget(widgets.Widget):
    """A date cell, or text like 31-12-2026 or 2026-12-31."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.datetime):
            value = value.date()
        if not isinstance(value, datetime.date):
            value = self._read(plain_text(value))
        if value is not None and not 1940 <= value.year <= 2100:
            raise ValueError(_("tahun %(year)d tidak masuk akal") % {"year": value.year})
        return value

    @staticmethod
    def _read(text):
        if not text:
            return None
        if len(text) == 10 and text[4] == text[7] == "-":
            with contextlib.suppress(ValueError):
                return datetime.date.fromisoformat(text)
        for pattern in DATE_FORMATS:
            try:
                return datetime.datetime.strptime(text, pattern).date()
            except ValueError:
                continue
        raise ValueError(_("tulis tanggal sebagai 31-12-2026 atau 2026-12-31"))

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class NumberWidget(widgets.Widget):
    """A number within bounds; decimals with a point or a comma."""

    def __init__(self, least, most, whole=False):
        super().__init__()
        self.least, self.most, self.whole = least, most, whole

    def clean(self, value, row=None, **kwargs):
        text = plain_text(value).replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,9}(\.\d{1,15})?", text):
            raise ValueError(_("harus berupa angka"))
        number = float(text)
        if not self.least <= number <= self.most or (self.whole and number != int(number)):
            raise ValueError(_("harus antara %(least)s dan %(most)s") % vars(self))
        return int(number) if self.whole else number

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value
