"""Logs of fingerprint and face terminals, row by row. Pure: from bytes to PIN and local moment.

ZKTeco's attlog.dat has no header: PIN, moment, state, way of proving and two more, between tabs.
A CSV has a header, and Columns say which of its columns hold what. Nothing is kept but the row
that is being read, so that a file of any length takes the same memory.
"""

import codecs
import csv
import datetime
import re
from dataclasses import dataclass
from typing import NamedTuple

LONGEST_LINE = 2000
LONGEST_PIN = 24
MOST_COLUMNS = 60
# What the rows of a chunk are called that cannot be read; `attendance.wording` has the sentences.
BLANK_PIN, BAD_PIN, BAD_TIME, SHORT, TOO_LONG = "blank_pin", "bad_pin", "bad_time", "short", "long"
PIN = re.compile(r"[0-9A-Z]{1,24}")
DATES = {
    "ymd": re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    "dmy": re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
    "mdy": re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4})"),
}
CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.](?P<i>\d{2})(?:[:.](?P<s>\d{2}))?(?:\s*(?P<half>[AaPp][Mm]))?"
)
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"MZ", b"\x7fELF", b"Rar!",
          b"\x89PNG", b"\xff\xd8\xff", b"7z\xbc\xaf")  # fmt: skip


class NotALog(Exception):
    """The file is no log of a terminal; the text is a code of `attendance.wording`."""


class NoColumns(NotALog):
    """A CSV whose columns are not known; `headers` are those of the file."""

    def __init__(self, headers):
        super().__init__("no_columns")
        self.headers = headers


class Row(NamedTuple):
    """A punch: number of the line, PIN without leading zeros, naive local moment, state."""

    line: int
    pin: str
    at: datetime.datetime
    state: str


class Bad(NamedTuple):
    """A line that cannot be read, and why (a code)."""

    line: int
    why: str


@dataclass(frozen=True)
class Columns:
    """Titles of the columns with PIN, date (or date and time) and time, and how dates are written.

    `time` is "" where the date column holds the time as well.
    """

    pin: str
    moment: str
    time: str = ""
    order: str = "ymd"


def pin_of(text):
    """Return (PIN as it is compared, "") or ("", why it is none).

    Leading zeros are dropped, because terminals and their programs write them or not: 0012 and 12
    are one PIN. Zero alone is what terminals write for nobody.
    """
    text = text.strip().upper()
    if text.endswith(".0") and text[:-2].isdecimal():
        text = text[:-2]
    if not text.strip("0"):
        return "", BLANK_PIN
    text = text.lstrip("0")
    return (text, "") if PIN.fullmatch(text) else ("", BAD_PIN)


def moment_of(text, order):
    """Return a naive moment of a text like 2026-12-07 07:21:09 in an order of DATES, or None."""
    text = text.strip()
    if order == "ymd" and len(text) == 19 and text[4] == "-":
        try:
            return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            return None
    found = DATES[order].match(text)
    if found is None:
        return None
    at = CLOCK.fullmatch(text[found.end() :].lstrip(" T"))
    if at is None:
        return None
    hour = int(at["h"])
    if half := at["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.upper() == "PM" else 0)
    try:
        return datetime.datetime(
            int(found["y"]), int(found["m"]), int(found["d"]), hour, int(at["i"]), int(at["s"] or 0)
        )
    except ValueError:
        return None


def _encoding(start):
    """Return the encoding of a text file by its first bytes."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = start[0:200:2], start[1:200:2]
    if len(odd) > 4 and odd.count(0) > len(odd) * 0.7:
        return "utf-16-le"
    if len(even) > 4 and even.count(0) > len(even) * 0.7:
        return "utf-16-be"
    return "utf-8"


def lines_of(blocks):
    """Yield (number, text) of each line of a text that comes in blocks of bytes.

    The text of a line longer than LONGEST_LINE is None: it is never held as a whole. NotALog: what
    begins like a packed or binary file.
    """
    blocks = iter(blocks)
    first = next(blocks, b"")
    if first.startswith(BINARY):
        raise NotALog("binary")
    decoder = codecs.getincrementaldecoder(_encoding(first))("replace")
    number, rest, too_long = 0, "", False

    def texts():
        yield decoder.decode(first)
        for block in blocks:
            yield decoder.decode(block)
        yield decoder.decode(b"", True) + "\n"

    for text in texts():
        pieces = (rest + text).split("\n")
        rest = pieces.pop()
        for piece in pieces:
            number += 1
            lost = too_long or len(piece) > LONGEST_LINE
            too_long = False
            yield number, None if lost else piece.rstrip("\r")
        if len(rest) > LONGEST_LINE:
            rest, too_long = "", True


def rows_of(blocks, columns=None):
    """Yield a Row or a Bad for each line of a log that is not empty.

    Told apart by content: tabs with a moment in second place are an attlog, everything else a CSV
    whose first line names the columns. NoColumns where a CSV comes without Columns or lacks one.
    """
    lines = lines_of(blocks)
    filled = (one for one in lines if one[1] is None or one[1].strip())
    number, text = next(filled, (0, ""))
    if not number:
        raise NotALog("empty")
    if text is None or "\0" in text:
        raise NotALog("binary")
    cells = text.split("\t")
    if len(cells) > 1 and (moment_of(cells[1], "ymd") or cells[0].strip().isdecimal()):
        yield _attlog_row(number, text)
        for number, text in lines:
            if text is None:
                yield Bad(number, TOO_LONG)
            elif text.strip():
                yield _attlog_row(number, text)
        return
    delimiter = max(",;|\t", key=text.count)
    headers = _cells(text, delimiter)[:MOST_COLUMNS]
    take = taker(headers, columns)
    for number, text in lines:
        if text is None:
            yield Bad(number, TOO_LONG)
        elif text.strip():
            # Each line by itself: a quotation mark left open spoils its own line alone.
            yield take(number, _cells(text, delimiter))


def _cells(text, delimiter):
    """Return the cells of one line; none where its quotation marks cannot be read."""
    try:
        return next(csv.reader([text.replace("\r", " ")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _attlog_row(number, text):
    cells = text.split("\t")
    if len(cells) < 2:
        return Bad(number, SHORT)
    pin, why = pin_of(cells[0])
    if why:
        return Bad(number, why)
    at = moment_of(cells[1], "ymd")
    if at is None:
        return Bad(number, BAD_TIME)
    return Row(number, pin, at, cells[2].strip()[:8] if len(cells) > 2 else "")


def _title(cell):
    return " ".join(str(cell or "").split()).upper()


def taker(headers, columns):
    """Return a function (line, cells) -> Row or Bad for a table with these titles.

    Cells are text, or numbers, dates and moments as a spreadsheet has them. Raises NoColumns where
    the titles lack a column that Columns name, or where there are no Columns.
    """
    titles = [_title(cell) for cell in headers]
    wanted = [columns.pin, columns.moment, columns.time] if columns else [""]
    if not columns or any(one and _title(one) not in titles for one in wanted):
        raise NoColumns([title[:60] for title in titles if title])
    pin_at, moment_at = titles.index(_title(columns.pin)), titles.index(_title(columns.moment))
    time_at = titles.index(_title(columns.time)) if columns.time else None
    last = max(pin_at, moment_at, time_at or 0)

    def take(line, cells):
        if len(cells) <= last:
            return Bad(line, SHORT)
        pin, why = pin_of(_plain(cells[pin_at]))
        if why:
            return Bad(line, why)
        at = _joined(cells[moment_at], cells[time_at] if time_at is not None else None, columns)
        return Bad(line, BAD_TIME) if at is None else Row(line, pin, at, "")

    return take


def _plain(cell):
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)


def _joined(day, time, columns):
    """Return the moment of a date cell and a time cell, or of one cell with both, or None."""
    if isinstance(day, datetime.datetime) and (time is None or time == ""):
        return day.replace(tzinfo=None, microsecond=0)
    if isinstance(day, datetime.date):
        day = day.strftime({"ymd": "%Y-%m-%d", "dmy": "%d-%m-%Y", "mdy": "%m-%d-%Y"}[columns.order])
    if isinstance(time, datetime.datetime | datetime.time):
        time = time.strftime("%H:%M:%S")
    text = _plain(day).strip()
    return moment_of(f"{text} {_plain(time).strip()}" if time is not None else text, columns.order)
