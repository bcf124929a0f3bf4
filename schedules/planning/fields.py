"""One JSON object read field by field: each asked for by name and kind, none left over.

Every method takes the field's name and returns its value, or raises `MalformedProblem` with the
field's path. `finish` refuses the keys that nobody asked for.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .problem import MalformedProblem

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)

# The smallest double has an exponent of -324; beyond this a "number" is an attack on memory.
SMALLEST_EXPONENT = -400

NOTHING = Fraction(0)
NO_DATES: frozenset[str] = frozenset()


def load(source: str | bytes | dict) -> dict:
    """The JSON object in `source`, with decimals as `Decimal`; repeated keys are refused."""
    if isinstance(source, dict):
        return source
    if isinstance(source, (bytes, bytearray)):
        try:
            source = bytes(source).decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedProblem("berkas", f"byte {error.start}", "bukan UTF-8") from None
    try:
        loaded = json.loads(
            source,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repeats,
        )
    except json.JSONDecodeError as error:
        raise MalformedProblem("berkas", f"huruf {error.pos}", "bukan JSON") from None
    except RecursionError:
        raise MalformedProblem("berkas", "terlalu dalam", "bukan JSON") from None
    except MalformedProblem:
        raise
    except ValueError:
        raise MalformedProblem("berkas", "angka terlalu panjang", "bukan JSON") from None
    if not isinstance(loaded, dict):
        raise MalformedProblem("berkas", type(loaded).__name__, "harus objek JSON")
    return loaded


def _refuse_constant(name: str) -> None:
    raise MalformedProblem("berkas", name, "bukan bilangan")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict:
    result: dict = {}
    for key, value in pairs:
        if key in result:
            raise MalformedProblem(key, value, "kunci berulang")
        result[key] = value
    return result


def _is_unicode(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class Record:
    """A JSON object at `where` (a path such as `people[3]`, empty at the top)."""

    __slots__ = ("_asked", "_values", "_where")

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, dict):
            raise MalformedProblem(where or "berkas", values, "harus objek")
        self._where = where
        self._values = values
        self._asked: set[str] = set()

    def path(self, name: str) -> str:
        """The full path of a field."""
        return f"{self._where}.{name}" if self._where else name

    def has(self, name: str) -> bool:
        """Whether the field is given at all."""
        return name in self._values

    def raw(self, name: str) -> object:
        """The field as it stands in the source."""
        self._asked.add(name)
        if name not in self._values:
            raise MalformedProblem(self.path(name), "tidak ada", "wajib")
        return self._values[name]

    def finish(self) -> None:
        """Refuses keys that were not asked for."""
        for key, value in self._values.items():
            if key not in self._asked:
                name = key if isinstance(key, str) else repr(key)
                raise MalformedProblem(self.path(name), value, "kunci tidak dikenal")

    def _refuse(self, name: str, value: object, reason: str) -> MalformedProblem:
        return MalformedProblem(self.path(name), value, reason)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; required unless a default is given."""
        if default is not None and name not in self._values:
            return default
        value = self.raw(name)
        if not isinstance(value, str) or not _is_unicode(value):
            raise self._refuse(name, value, "harus teks")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        if name not in self._values:
            return default
        value = self.raw(name)
        if not isinstance(value, bool):
            raise self._refuse(name, value, "harus true atau false")
        return value

    def whole(self, name: str, high: int, required: bool = False) -> int:
        """A whole number from 0 to `high`; 0 when left out."""
        if not required and name not in self._values:
            return 0
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._refuse(name, value, "harus bilangan bulat")
        if not 0 <= value <= high:
            raise self._refuse(name, value, f"harus 0 sampai {high}")
        return value

    def integer(self, name: str) -> int:
        """Any whole number, also below zero."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._refuse(name, value, "harus bilangan bulat")
        return value

    def names(self) -> tuple[str, ...]:
        """The keys of an object whose keys are ids."""
        return tuple(self._values)

    def number(self, name: str, low: int, high: int, required: bool = False) -> Fraction:
        """An exact number from `low` to `high`; 0 when left out."""
        if not required and name not in self._values:
            return NOTHING
        value = self.raw(name)
        exact: int | Decimal
        if isinstance(value, bool):
            raise self._refuse(name, value, "harus bilangan")
        if isinstance(value, float):
            if not math.isfinite(value):
                raise self._refuse(name, value, "harus bilangan")
            exact = Decimal(repr(value))
        elif isinstance(value, (int, Decimal)):
            exact = value
        else:
            raise self._refuse(name, value, "harus bilangan")
        if isinstance(exact, Decimal):
            if not exact.is_finite():
                raise self._refuse(name, value, "harus bilangan")
            if exact.as_tuple().exponent < SMALLEST_EXPONENT:
                raise self._refuse(name, value, "terlalu banyak desimal")
        if not low <= exact <= high:
            raise self._refuse(name, value, f"harus {low} sampai {high}")
        return Fraction(exact)

    def list(self, name: str, required: bool = False) -> list | tuple:
        """A list; empty when left out."""
        if not required and not self.has(name):
            return []
        value = self.raw(name)
        if not isinstance(value, (list, tuple)):
            raise self._refuse(name, value, "harus daftar")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        values = self.list(name)
        for value in values:
            if not isinstance(value, str):
                raise self._refuse(name, value, "harus teks")
        return tuple(values)

    def record(self, name: str) -> Record:
        """An object inside this one."""
        return Record(self.path(name), self.raw(name))

    def records(self, name: str, required: bool = False) -> Iterator[Record]:
        """A list of objects."""
        for number, values in enumerate(self.list(name, required)):
            yield Record(f"{self.path(name)}[{number}]", values)

    def new_id(self, name: str, seen: set[str]) -> str:
        """A non-empty id that `seen` does not hold yet; it is added there."""
        value = self.text(name)
        if not value:
            raise self._refuse(name, value, "kosong")
        if value in seen:
            raise self._refuse(name, value, "berulang")
        seen.add(value)
        return value

    def known_id(self, name: str, known: Mapping[str, str]) -> str:
        """An id that `known` holds, as the one text that it holds for it."""
        value = self.text(name)
        if value not in known:
            raise self._refuse(name, value, "tidak dikenal")
        return known[value]

    def optional_id(self, name: str) -> str | None:
        """A text or null; null when left out."""
        if not self.has(name) or self.raw(name) is None:
            return None
        return self.text(name)

    def known_ids(self, name: str, known: Mapping[str, str]) -> tuple[str, ...]:
        """A list of known ids, each once."""
        values = self.texts(name)
        seen: set[str] = set()
        for value in values:
            if value not in known:
                raise self._refuse(name, value, "tidak dikenal")
            if value in seen:
                raise self._refuse(name, value, "berulang")
            seen.add(value)
        return tuple(known[value] for value in values)

    def days_ascending(self, name: str) -> tuple[str, ...]:
        """The calendar itself: valid dates, each later than the one before."""
        values = self.list(name, required=True)
        before = ""
        for value in values:
            if not isinstance(value, str) or not ISO_DATE.match(value):
                raise self._refuse(name, value, "harus tanggal")
            try:
                date.fromisoformat(value)
            except ValueError:
                raise self._refuse(name, value, "bukan tanggal kalender") from None
            if value <= before:
                raise self._refuse(name, value, "harus menaik tanpa pengulangan")
            before = value
        return tuple(values)

    def dates(self, name: str, known: Mapping[str, str], required: bool = False) -> frozenset[str]:
        """A list of dates of the calendar, each once."""
        if not required and name not in self._values:
            return NO_DATES
        values = self.list(name, required)
        seen: set[str] = set()
        for value in values:
            if not isinstance(value, str) or value not in known:
                raise self._refuse(name, value, "di luar days")
            if value in seen:
                raise self._refuse(name, value, "berulang")
            seen.add(known[value])
        return frozenset(seen)

    def optional_dates(self, name: str, known: Mapping[str, str]) -> frozenset[str] | None:
        """Dates, or null; null when left out."""
        if name not in self._values or self.raw(name) is None:
            return None
        return self.dates(name, known)

    def required_dates_or_null(self, name: str, known: Mapping[str, str]) -> frozenset[str] | None:
        """Dates, or null; refused when left out."""
        if self.raw(name) is None:
            return None
        return self.dates(name, known, required=True)
