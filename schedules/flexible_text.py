"""Flexible-hours days in words: the times, and the planner's reason for the day."""

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Why the day is one of the person's flexible-hours days. The planner speaks of a day at home.
_GIVEN = {
    "target": gettext_lazy("Memenuhi sasaran pekan itu menurut kebijakan."),
    "share": gettext_lazy("Melengkapi porsi wajar jam fleksibel dalam periode ini."),
    "spread": gettext_lazy("Hari jam fleksibel tidak ditempatkan berurutan dalam sepekan."),
    "lot": gettext_lazy("Beberapa pembagian sama baiknya; undian terbuka yang menentukan."),
    "not_best": gettext_lazy("Pembagian ini belum terbukti yang terbaik."),
}
_OTHER = gettext_lazy("Dibagi merata oleh perencana.")


def window_words(window):
    """Return the times of a flexible-hours day: masuk antara 07.00 dan 09.00."""
    return _("masuk antara %(start)s dan %(until)s") % {
        "start": time_format(window.start, "H.i"),
        "until": time_format(window.until, "H.i"),
    }


def flexible_sentence(window, code=""):
    """Return the sentence for a flexible-hours day; `code` is the planner's reason, if known."""
    return _("Jam fleksibel: %(window)s, jam kerja hari itu tetap dipenuhi. %(why)s") % {
        "window": window_words(window),
        "why": _GIVEN.get(code, _OTHER),
    }
