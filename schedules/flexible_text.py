"""Flexible-hours days in words: the times, the planner's reason, its goals and its rules.

The planner speaks of days at home; these say the same of days with a start between two times.
"""

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from units.retelling import retold

# Why the day is one of the person's flexible-hours days.
_GIVEN = {
    "target": gettext_lazy("Memenuhi sasaran pekan itu menurut kebijakan."),
    "share": gettext_lazy("Melengkapi porsi wajar jam fleksibel dalam periode ini."),
    "spread": gettext_lazy("Hari jam fleksibel tidak ditempatkan berurutan dalam sepekan."),
    "lot": gettext_lazy("Beberapa pembagian sama baiknya; undian terbuka yang menentukan."),
    "not_best": gettext_lazy("Pembagian ini belum terbukti yang terbaik."),
}
_OTHER = gettext_lazy("Dibagi merata oleh perencana.")

# Why it is none: the person starts at the usual hour.
_NOT_GIVEN = {
    "not_eligible": gettext_lazy("Tidak mendapat hari jam fleksibel menurut kebijakan."),
    "absent": gettext_lazy("Tidak tersedia pada hari itu."),
    "on_site": gettext_lazy("Hari itu semua masuk pada jam biasa menurut kebijakan."),
    "weekly_most": gettext_lazy("Batas hari jam fleksibel dalam pekan itu sudah tercapai."),
    "target": gettext_lazy("Sasaran jam fleksibel dalam pekan itu sudah terpenuhi."),
    "share": gettext_lazy("Porsi wajar jam fleksibel dalam periode ini sudah tercapai."),
    "stability": gettext_lazy("Sama dengan jadwal yang sudah diterbitkan."),
}
# These say that a day stays as it was, which is no reason for a day that moved.
_STAYS = ("not_best", "lot", "stability", "fixed_day")

GOALS = {
    "target": (
        gettext_lazy("Sasaran jam fleksibel seminggu"),
        gettext_lazy("hari yang belum terpenuhi"),
    ),
    "share": (
        gettext_lazy("Pemerataan porsi wajar jam fleksibel"),
        gettext_lazy("jumlah kuadrat selisih, dalam sepersepuluh hari"),
    ),
    "stability": (
        gettext_lazy("Ketetapan jadwal yang sudah diterbitkan"),
        gettext_lazy("hari yang berubah"),
    ),
    "spread": (
        gettext_lazy("Hari jam fleksibel tidak berurutan"),
        gettext_lazy("pasang hari berurutan"),
    ),
    "lot": (
        gettext_lazy("Undian terbuka bila semua setara"),
        gettext_lazy("jumlah nomor undian"),
    ),
}
"""The goals that say anything of flexible-hours days: no day is guaranteed, desired or unwanted."""

BROKEN = {
    "flex_known_people_and_days": gettext_lazy(
        "%(person)s atau harinya tidak ada dalam pembagian jam fleksibel: %(days)s."
    ),
    "flex_never_home_unless_eligible": gettext_lazy(
        "%(person)s tidak mendapat hari jam fleksibel menurut kebijakan, tetapi tercatat"
        " berjam fleksibel pada %(days)s."
    ),
    "flex_not_home_when_absent": gettext_lazy(
        "%(person)s tidak tersedia pada %(days)s, tetapi tercatat berjam fleksibel."
    ),
    "flex_not_home_when_on_site": gettext_lazy(
        "%(person)s wajib masuk pada jam biasa pada %(days)s."
    ),
    "flex_fixed_days_kept": gettext_lazy(
        "Hari jam fleksibel %(person)s yang sudah ditetapkan tidak boleh hilang: %(days)s."
    ),
    "flex_at_most_per_week": gettext_lazy(
        "%(person)s berjam fleksibel %(count)s hari dalam satu pekan (%(days)s), melebihi batas"
        " mingguan."
    ),
}

_IN_PLACE_OF = (
    (gettext_noop("orang di kantor pada"), gettext_noop("orang masuk pada jam biasa pada")),
    (
        gettext_noop("orang bekerja dari rumah pada"),
        gettext_noop("orang berjam fleksibel pada"),
    ),
)
# What becomes of the planner's two sentences on a floor and a ceiling (`retold_of_hours`).
SENTENCES = (
    gettext_noop(
        "%(rule)s: hanya %(present)d orang masuk pada jam biasa pada %(day)s, seharusnya paling"
        " sedikit %(required)d."
    ),
    gettext_noop(
        "%(rule)s: %(at_home)d orang berjam fleksibel pada %(day)s, paling banyak %(most)d."
    ),
)


def retold_of_hours(text):
    """Return a sentence of the planner on a floor or ceiling, told of flexible-hours days."""
    for said, meant in _IN_PLACE_OF:
        text = text.replace(said, meant)
    return retold(text)


def window_words(window):
    """Return the times of a flexible-hours day: masuk antara 07.00 dan 09.00."""
    return _("masuk antara %(start)s dan %(until)s") % {
        "start": time_format(window.start, "H.i"),
        "until": time_format(window.until, "H.i"),
    }


def flexible_sentence(window, code="", *, why=""):
    """Return the sentence for a flexible-hours day.

    `code` is the planner's reason, if known; `why` says more where a person decided.
    """
    return _("Jam fleksibel: %(window)s, jam kerja hari itu tetap dipenuhi. %(why)s") % {
        "window": window_words(window),
        "why": why or _GIVEN.get(code, _OTHER),
    }


def cell_sentence(code, detail, *, given, moved=False):
    """Return why a day is or is not a flexible-hours day, for a board or a repair.

    `code` is the planner's, `detail` its figures with the text of its rule; with `moved` the day
    is one that a repair changes.
    """
    if moved and code in _STAYS:
        return _("Mengikuti perbaikan rencana pada pekan itu.")
    if code in ("floor", "ceiling"):
        return _("Hari itu sudah penuh: %(rule)s.") % {"rule": retold(detail["text"])}
    words = _GIVEN if given else _GIVEN | _NOT_GIVEN
    return str(words.get(code, _OTHER))
