"""Clashes of the rules in the words of the office: what, who, and what would mend it."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schedules.models import Away
from schedules.reasons_text import day_words
from units.retelling import retold


def clash_sentence(clash, names):
    """Return a clash of the rules as a sentence; `names` maps the ids that may be named."""
    text = re.sub(
        r"[Pp]egawai (\d+)",
        lambda found: names.get(found.group(1), _("seorang pegawai")),
        clash.text,
    )
    text = re.sub(r"\d{4}-\d\d-\d\d", lambda found: day_words(found.group(), "l, j F"), text)
    text = retold(text)
    return text[:1].upper() + text[1:]


def people_of_clash(clash, absent, kinds, names):
    """Return who is meant as one sentence, or "" where the clash speaks of no people.

    `absent` says of each of them that the problem knows whether they are absent on its days.
    `kinds` maps (person id, ISO date) to the kind of an absence, `names` the ids that may be
    named; all others are counted, without a reason.
    """
    known = [one for one in clash.people if one in names and one in absent]
    away = [one for one in known if absent[one]]
    listed = [_with_kind(names[one], kinds, one, clash.days) for one in known]
    if others := len(clash.people) - len(known):
        listed.append(ngettext("%(n)s pegawai lain", "%(n)s pegawai lain", others) % {"n": others})
    if not listed:
        return ""
    if away and len(away) == len(known):
        return _("Tidak tersedia: %(people)s.") % {"people": ", ".join(listed)}
    return _("Yang bersangkutan: %(people)s.") % {"people": ", ".join(listed)}


def _with_kind(name, kinds, person, days):
    found = sorted({kinds[person, day] for day in days if (person, day) in kinds})
    if not found:
        return name
    words = ", ".join(str(Away.Kind(kind).label).lower() for kind in found)
    return f"{name} ({words})"


_MENDS = {
    "lift_bar": gettext_lazy(
        "Ketidakhadiran atau kewajiban di kantor pada hari itu tidak lagi berlaku bagi yang"
        " bersangkutan."
    ),
    "waive_one": gettext_lazy(
        "Jaminan WFH salah seorang yang bersangkutan tidak diberlakukan pada pekan itu."
    ),
    "loosen_one": gettext_lazy("Salah satu aturan tersebut tidak diberlakukan pada pekan itu."),
}


def mend_sentence(mend, clash):
    """Return one way out of a clash as a sentence. An unknown code raises KeyError."""
    values = {"n": mend.n, "day": day_words(clash.days[0], "l, j F")}
    if mend.code in _MENDS:
        return str(_MENDS[mend.code])
    return {
        "take_back": lambda n: ngettext(
            "%(n)s hari WFH yang sudah ditetapkan ditarik kembali.",
            "%(n)s hari WFH yang sudah ditetapkan ditarik kembali.",
            n,
        ),
        "lower_floor": lambda n: ngettext(
            "Batas minimal pada %(day)s menjadi %(n)s orang di kantor.",
            "Batas minimal pada %(day)s menjadi %(n)s orang di kantor.",
            n,
        ),
        "raise_ceiling": lambda n: ngettext(
            "Batas WFH pada %(day)s menjadi %(n)s orang di rumah.",
            "Batas WFH pada %(day)s menjadi %(n)s orang di rumah.",
            n,
        ),
        "bring_in": lambda n: ngettext(
            "%(n)s orang lagi yang memenuhi syarat aturan itu berada di kantor pada %(day)s.",
            "%(n)s orang lagi yang memenuhi syarat aturan itu berada di kantor pada %(day)s.",
            n,
        ),
        "raise_most": lambda n: ngettext(
            "Batas WFH seminggu bagi yang bersangkutan menjadi %(n)s hari.",
            "Batas WFH seminggu bagi yang bersangkutan menjadi %(n)s hari.",
            n,
        ),
    }[mend.code](mend.n) % values
