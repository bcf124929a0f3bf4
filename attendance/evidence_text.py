"""The numbers of an indication and of the ladder of PP 94/2021, in words for people."""

import datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from attendance.models import Indication

Kind = Indication.Kind

# What an honest hand may have done, so that nobody takes an indication for proof.
INNOCENT = {
    Kind.SAME_POINT: gettext_lazy(
        "Ponsel yang bergeser sedikit saja mengukur titik yang berbeda. Titik yang sama sampai"
        " angka terakhir dapat berasal dari lokasi palsu atau putar ulang, tetapi juga dari"
        " komputer kantor atau lokasi menurut wifi."
    ),
    Kind.ACCURACY: gettext_lazy(
        "Tidak ada ponsel yang mengukur sehalus atau sekasar ini. Dapat berasal dari lokasi palsu,"
        " tetapi juga dari ponsel yang rusak."
    ),
    Kind.TRAVEL: gettext_lazy(
        "Jarak antara dua presensi tidak mungkin ditempuh dalam waktunya. Dapat berasal dari"
        " lokasi palsu, tetapi juga dari satu pengukuran yang meleset jauh."
    ),
    Kind.SHARED_DEVICE: gettext_lazy(
        "Satu peramban dipakai presensi oleh beberapa orang. Dapat berarti presensi dititipkan,"
        " tetapi juga ponsel keluarga atau komputer bersama."
    ),
    Kind.TWO_PLACES: gettext_lazy(
        "Perangkat kedua menekan presensi di tempat lain pada saat yang hampir sama. Dapat berarti"
        " akun dipinjamkan, tetapi juga pengukuran yang meleset."
    ),
    Kind.CLOCK: gettext_lazy(
        "Jam perangkat menyimpang tetap dari jam server. Jam server yang dihitung; jam yang salah"
        " dapat pula berasal dari pengaturan ponsel."
    ),
}

SANCTIONS = {
    3: gettext_lazy("teguran lisan"),
    4: gettext_lazy("teguran tertulis"),
    7: gettext_lazy("pernyataan tidak puas secara tertulis"),
    11: gettext_lazy("pemotongan tunjangan kinerja 25 persen selama 6 bulan"),
    14: gettext_lazy("pemotongan tunjangan kinerja 25 persen selama 9 bulan"),
    17: gettext_lazy("pemotongan tunjangan kinerja 25 persen selama 12 bulan"),
    21: gettext_lazy("penurunan jabatan setingkat lebih rendah selama 12 bulan"),
    25: gettext_lazy("pembebasan dari jabatan menjadi pelaksana selama 12 bulan"),
    28: gettext_lazy("pemberhentian"),
    10: gettext_lazy("pemberhentian"),
}


def sanction(step):
    """Return what PP 94/2021 names for a step, in words."""
    return SANCTIONS[step]


def _workplace(code):
    return _("WFH (rumah)") if code == "wfh" else _("WFO (kantor)")


def _example(one):
    return _("%(day)s: %(km)s km dalam %(minutes)s menit") % {
        "day": _date(one["day"]),
        "km": number_format(one["km"], 1),
        "minutes": one["minutes"],
    }


def _date(iso):
    return date_format(datetime.date.fromisoformat(iso), "j F Y")


def evidence_lines(indication):
    """Return [(what, value)] of an indication: numbers alone, no coordinates."""
    e = indication.evidence
    if indication.kind == Kind.SAME_POINT:
        return [
            (_("Lokasi kerja"), _workplace(e["workplace"])),
            (
                _("Presensi dengan titik yang sama seperti hari lain"),
                _("%(n)s dari %(all)s") % {"n": e["repeated"], "all": e["taps"]},
            ),
            (_("Titik yang berulang"), e["points"]),
            (_("Titik yang paling sering"), _("%(n)s kali") % {"n": e["most"]}),
        ]
    if indication.kind == Kind.ACCURACY:
        least, most = number_format(e["least_m"], 3), number_format(e["most_m"], 3)
        return [
            (_("Presensi"), e["taps"]),
            (_("Ketelitian menurut perangkat"), f"{least}–{most} m"),
        ]
    if indication.kind == Kind.CLOCK:
        return [
            (_("Presensi"), e["taps"]),
            (
                _("Jam perangkat dikurangi jam server"),
                _("%(middle)s menit (%(least)s sampai %(most)s)")
                % {
                    "middle": _minus(e["minutes"]),
                    "least": _minus(e["least"]),
                    "most": _minus(e["most"]),
                },
            ),
        ]
    found = []
    if indication.kind == Kind.SHARED_DEVICE:
        found = [
            (_("Orang pada perangkat ini"), e["people"]),
            (_("Terbanyak dalam satu hari"), e["most_a_day"]),
            (_("Presensi"), e["taps"]),
        ]
    count = e["times"] if indication.kind == Kind.TWO_PLACES else e["jumps"]
    found.append((_("Perpindahan yang tidak mungkin"), count))
    return found + [(_("Contoh"), _example(one)) for one in e["examples"]]


def _minus(number):
    return str(number).replace("-", "−")


def dates_of(indication):
    """Return the days of an indication in words, as a list."""
    return [_date(iso) for iso in indication.days]


def rung_words(rung):
    """Return one sentence on where a count stands on a ladder."""
    days = ngettext("%(n)s hari", "%(n)s hari", rung.count) % {"n": rung.count}
    if rung.reached and rung.following:
        return _(
            "%(days)s: jenjang %(step)s hari tercapai, %(left)s hari lagi ke jenjang %(next)s hari"
        ) % {
            "days": days,
            "step": rung.reached,
            "left": rung.to_next,
            "next": rung.following,
        }
    if rung.reached:
        return _("%(days)s: jenjang %(step)s hari tercapai") % {
            "days": days,
            "step": rung.reached,
        }
    return _("%(days)s: %(left)s hari lagi ke jenjang %(next)s hari") % {
        "days": days,
        "left": rung.to_next,
        "next": rung.following,
    }
