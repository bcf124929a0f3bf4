"""Telling those who write letters which of them no longer say what holds."""

from collections import defaultdict
from functools import partial

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.models import Letter, OutdatedLetter
from schedules.queries.due import accounts_of
from schedules.queries.letter_changes import SAME, differences_of
from units import clock
from units.decisions import notify_each
from units.queries.people import city_accounts

NAMED = 3


def tell_outdated_letters():
    """Compare every letter in force with what holds and tell of new differences; return of how many
    letters.

    Told are the head and unit HR of the letter's unit, BKPSDM where there is neither; once for
    each difference: a second run tells nobody, a day that changes later is told again. A letter
    that says what holds again, is over or cancelled is forgotten. One agency after the
    other, each in a transaction.
    """
    day = clock.today()
    letters = Letter.objects.filter(status=Letter.Status.IN_FORCE).order_by("pk")
    known = set(OutdatedLetter.objects.values_list("letter__agency", flat=True))
    agencies = known | set(letters.order_by().values_list("agency", flat=True).distinct())
    return sum(_tell_agency(pk, letters, day) for pk in sorted(agencies))


def _tell_agency(agency, letters, day):
    letters = list(
        letters.filter(agency=agency)
        .select_related("unit", "plan__period", "emergency")
        .defer("plan__problem", "plan__solution")
    )
    differences = differences_of(letters)
    told = {row.letter_id: row for row in OutdatedLetter.objects.filter(letter__agency=agency)}
    now = clock.now()
    new, rows, moves = [], [], []
    for letter in letters:
        lines = differences.get(letter.pk, SAME).lines()
        row = told.get(letter.pk)
        if not lines or (row and lines == row.changes):
            continue
        is_new = row is None or bool(set(lines) - set(row.changes))
        if is_new:
            new.append(letter)
        if row is None:
            rows.append(OutdatedLetter(letter=letter, changes=lines, told_at=now))
        else:
            moves.append((row, lines, is_new))
    gone = [pk for pk in told if not differences.get(pk)]
    try:
        with transaction.atomic():
            OutdatedLetter.objects.filter(letter__in=gone).delete()
            OutdatedLetter.objects.bulk_create(rows)
            for row, lines, is_new in moves:
                moved = OutdatedLetter.objects.filter(pk=row.pk, changes=row.changes).update(
                    changes=lines, told_at=now if is_new else row.told_at
                )
                if not moved:
                    raise IntegrityError
            _tell(new, day)
    except IntegrityError:  # another worker told of the same at this moment
        return 0
    return len(new)


def _tell(letters, day):
    accounts = accounts_of({letter.unit for letter in letters}, day)
    city = list(city_accounts(day)) if any(not found for found in accounts.values()) else []
    wanted = defaultdict(list)
    for letter in letters:
        for user in accounts[letter.unit] or city:
            wanted[user].append(letter)
    link = f"{reverse('schedules:letter_list')}?keadaan=ganti"
    if len(letters) == 1:
        link = reverse("schedules:letter_detail", args=[letters[0].pk])
    notify_each(
        {user: {"letters": partial(_words, found)} for user, found in wanted.items()},
        kind="letter_outdated",
        link=link,
    )


def _words(letters):
    """Return some letters in words: surat 800/1 (Bidang Ekonomi), 2 lagi."""
    words = [
        _("surat %(number)s (%(unit)s)") % {"number": one.number, "unit": one.unit.label}
        for one in letters[:NAMED]
    ]
    more = len(letters) - NAMED
    if more > 0:
        words.append(ngettext("%(n)s lagi", "%(n)s lagi", more) % {"n": more})
    return ", ".join(words)
