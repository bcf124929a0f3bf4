"""Kinds of notices: their texts are data with named placeholders, never code.

Each room lists its kinds in its own `notice_kinds`, found when the portal starts. Values are
single lines of plain text: nothing in them can end a line, reverse the direction of writing or
be read as a placeholder.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.functional import Promise

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
LONGEST_VALUE = 300

KINDS = {}


@dataclass(frozen=True)
class Kind:
    """A kind of notice.

    `name` says in the settings what is switched on and off; `subject` stands over the text and
    is the subject of a mail, so it names nobody; `body` holds the placeholders, `%(name)s`.
    Urgent kinds are mailed at once, the others in the digest of the day. Mandatory ones (legal
    consequences for the reader) cannot be switched off. `for_office` kinds reach only people
    with a role or a unit to lead.

    `enclosure` makes the file that goes with the mail when it is sent: it takes the notice, looks
    anew whether the reader may have it, and returns (name, bytes, content type). It raises
    Refused where the mail is not to be sent at all.
    """

    key: str
    name: Promise
    subject: Promise
    body: Promise
    urgent: bool = False
    mandatory: bool = False
    for_office: bool = False
    enclosure: Callable | None = None

    def __post_init__(self):
        if self.key in KINDS:
            raise ValueError(f"The kind of notice {self.key!r} exists already.")
        KINDS[self.key] = self

    @property
    def goes_alone(self):
        """Whether each notice is a mail of its own at once: urgent, or with a file."""
        return self.urgent or self.enclosure is not None

    @cached_property
    def fields(self):
        """The names of the placeholders in the body."""
        return frozenset(PLACEHOLDER.findall(str(self.body)))

    def text(self, values):
        """Return the body with the values in it, in the language that is active.

        ValueError unless the values are those of the placeholders, no less and no more.
        """
        if set(values) != self.fields:
            raise ValueError(f"{self.key} needs {sorted(self.fields)}, got {sorted(values)}.")
        return str(self.body) % {name: plain(value) for name, value in values.items()}


def kind_of(key):
    """Return the Kind of that key; KeyError says where to add a missing one."""
    try:
        return KINDS[key]
    except KeyError:
        raise KeyError(
            f"No kind of notice {key!r}: add it to the notice_kinds of its room."
        ) from None


def keys_that_go_alone():
    return [kind.key for kind in KINDS.values() if kind.goes_alone]


def plain(value):
    """Return a value as one line of plain text of at most 300 characters; a date in words.

    A function is called first, so that its words come in the language that is active.

    Control, formatting and separator characters (line ends, marks that turn the direction of
    writing) become spaces.
    """
    if callable(value):
        value = value()
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    text = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else char
        for char in str(value)
    )
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
