"""One line of what waits for an account, as *Hari ini* and *Tim saya* show it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN_OF_A_KIND = 3


@dataclass(frozen=True)
class Todo:
    """Something that waits for the person who looks at the page.

    `chip` is a status that the portal has a letter for, or "notice" for the bell. `text` says
    what waits and `detail` adds to it in small letters (`is_late` says there that it is late);
    `link` is where it is done, `go` the word on that link, and `about` what a screen reader adds
    to the word. An `urgent` one is listed before all others.
    """

    chip: str
    text: str
    link: str
    go: str
    detail: str = ""
    about: str = ""
    is_late: bool = False
    urgent: bool = False


def capped(todos, more, link):
    """Return the first few of one kind and, where some are left, one Todo that leads to all.

    `more(n)` words the n that are left.
    """
    left = len(todos) - SHOWN_OF_A_KIND
    if left <= 0:
        return list(todos)
    rest = Todo(todos[0].chip, more(left), link, _("Lihat semua"))
    return [*todos[:SHOWN_OF_A_KIND], rest]


def unread_notices(scope, now):
    """Return a Todo for the unread notices, which the account of a request has counted."""
    n = getattr(scope.user, "unread_notices", 0)
    if not n:
        return []
    text = ngettext("%(n)s pemberitahuan belum dibaca", "%(n)s pemberitahuan belum dibaca", n) % {
        "n": n
    }
    return [Todo("notice", text, reverse("units:notice_list"), _("Baca"))]
