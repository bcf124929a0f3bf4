"""The planner's codes as sentences that a person would say, in the words of the office."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from schedules import flexible_text
from units.retelling import retold

GOALS = {
    "least": (
        gettext_lazy("Jaminan WFH paling sedikit seminggu"),
        gettext_lazy("hari yang belum terpenuhi"),
    ),
    "target": (
        gettext_lazy("Sasaran WFH seminggu"),
        gettext_lazy("hari yang belum terpenuhi"),
    ),
    "share": (
        gettext_lazy("Pemerataan porsi wajar"),
        gettext_lazy("jumlah kuadrat selisih, dalam sepersepuluh hari"),
    ),
    "desirable": (
        gettext_lazy("Pemerataan hari yang banyak diminati"),
        gettext_lazy("jumlah kuadrat selisih, dalam sepersepuluh hari"),
    ),
    "preference": (
        gettext_lazy("Preferensi pegawai"),
        gettext_lazy("bobot hari yang tidak diinginkan"),
    ),
    "stability": (
        gettext_lazy("Ketetapan jadwal yang sudah diterbitkan"),
        gettext_lazy("hari yang berubah"),
    ),
    "spread": (
        gettext_lazy("Hari WFH tidak berurutan"),
        gettext_lazy("pasang hari berurutan"),
    ),
    "lot": (
        gettext_lazy("Undian terbuka bila semua setara"),
        gettext_lazy("jumlah nomor undian"),
    ),
}

_GOALS_OF = {"wfh": GOALS, "flex": flexible_text.GOALS}


def goals_of(rotation):
    """Return {goal: (its name, its unit)} of the goals that speak of a rotation's days."""
    return _GOALS_OF[rotation.place]


ACTS = {
    "draw_up_plan": gettext_lazy("Rencana disusun"),
    "part_submitted": gettext_lazy("Bagian diajukan"),
    "part_returned": gettext_lazy("Bagian dikembalikan"),
    "plan_submitted": gettext_lazy("Rencana lengkap dan menunggu persetujuan"),
    "plan_approved": gettext_lazy("Rencana disetujui"),
    "plan_acknowledged": gettext_lazy("Diketahui BKPSDM"),
    "plan_sent_back": gettext_lazy("Dikembalikan BKPSDM kepada yang menyetujui"),
    "revision_discarded": gettext_lazy("Versi baru dibatalkan; yang terbit tetap berlaku"),
    "review_entered": gettext_lazy("Permohonan peninjauan yang dikabulkan masuk versi ini"),
    "part_reopened": gettext_lazy("Versi baru dibuka untuk mengubah satu bagian"),
    "plan_published": gettext_lazy("Rencana diterbitkan"),
    "plan_superseded": gettext_lazy("Digantikan versi baru"),
    "plan_revised": gettext_lazy("Usulan perbaikan diterima sebagai versi baru"),
    "repair_rejected": gettext_lazy("Usulan perbaikan ditolak"),
    "recheck_asked": gettext_lazy("Pemeriksaan ulang diminta"),
    "place_changed": gettext_lazy("Lokasi kerja harian diubah"),
    "review_carried_out": gettext_lazy("Permohonan peninjauan dikabulkan sebagai versi baru"),
    "place_restored": gettext_lazy("Perubahan lokasi kerja harian diurungkan"),
}


def day_words(day, style="l, j F Y"):
    """Return a date (or ISO text) in words: Kamis, 10 Desember 2026."""
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day)
    return date_format(day, style)


def days_words(days):
    """Return some dates in short words: 8 Des, 9 Des, 10 Des."""
    return ", ".join(day_words(day, "j M") for day in days)


def sentence_of(rotation, why, *, given, moved=False):
    """Return the sentence for a cell of a rotation, of days at home or of flexible-hours days.

    `given` says whether it is such a day, `moved` whether a repair moves it.
    """
    detail = with_rule_text(why.detail, rotation.problem)
    return kept_sentence(rotation.place, why.code, detail, given=given, moved=moved)


def kept_sentence(place, code, detail, *, given, moved=False):
    """Return what `sentence_of` does, from a code and `with_rule_text` that were kept."""
    if place == "flex":
        return flexible_text.cell_sentence(code, detail, given=given, moved=moved)
    if moved:
        return moved_sentence(code, detail, at_home=given)
    return _REASONS[code](detail, given)


def reason_sentence(reason, problem, *, at_home):
    """Return the sentence for one cell's reason; it names nobody.

    `reason` is a `schedules.planning.Reason`. An unknown code raises KeyError: a page must not
    invent a reason.
    """
    return _REASONS[reason.code](with_rule_text(reason.detail, problem), at_home)


def with_rule_text(detail, problem):
    """Return the figures of a reason with the text of its rule, where it has one."""
    if "rule" not in detail:
        return detail
    return detail | {"text": next(one.text for one in problem.rules if one.id == detail["rule"])}


# These say that a day stays as it was, which is no reason for a day that moved.
_STAYS = ("not_best", "lot", "stability", "fixed_day")


def moved_sentence(code, detail, *, at_home):
    """Return the sentence for a cell that a repair moved; `detail` is `with_rule_text`."""
    if code in _STAYS:
        return _("Mengikuti perbaikan rencana pada pekan itu.")
    return _REASONS[code](detail, at_home)


def _not_eligible(detail, at_home):
    if detail.get("because"):
        return _("Tidak termasuk pembagian WFH. %(because)s") % {
            "because": retold(detail["because"])
        }
    return _("Tidak memenuhi syarat WFH menurut kebijakan.")


def _floor(detail, at_home):
    return _(
        "Batas minimal di kantor “%(rule)s”: %(present)s orang tersedia, %(on_site)s di kantor,"
        " paling sedikit %(required)s."
    ) % {**detail, "rule": retold(detail["text"])}


def _ceiling(detail, at_home):
    return _("“%(rule)s”: %(at_home)s orang sudah WFH pada hari itu, paling banyak %(most)s.") % {
        **detail,
        "rule": retold(detail["text"]),
    }


def _weekly_most(detail, at_home):
    return _("Batas WFH dalam pekan itu sudah tercapai: %(at_home)s dari %(most)s hari.") % detail


def _two(home, office):
    """Return a sentence maker with one text for days at home and one for days at the office."""
    return lambda detail, at_home: str(home if at_home else office)


_REASONS = {
    "not_eligible": _not_eligible,
    "absent": _two(
        gettext_lazy("Tidak tersedia pada hari itu."),
        gettext_lazy("Tidak tersedia pada hari itu."),
    ),
    "on_site": _two(
        gettext_lazy("Hari itu wajib di kantor menurut kebijakan."),
        gettext_lazy("Hari itu wajib di kantor menurut kebijakan."),
    ),
    "fixed_day": _two(
        gettext_lazy("Hari WFH itu sudah ditetapkan sebelumnya."),
        gettext_lazy("Hari WFH itu sudah ditetapkan sebelumnya."),
    ),
    "weekly_most": _weekly_most,
    "floor": _floor,
    "ceiling": _ceiling,
    "least": _two(
        gettext_lazy("Memenuhi jaminan WFH paling sedikit dalam pekan itu."),
        gettext_lazy("Jaminan WFH paling sedikit dalam pekan itu sudah terpenuhi."),
    ),
    "target": _two(
        gettext_lazy("Memenuhi sasaran WFH dalam pekan itu."),
        gettext_lazy("Sasaran WFH dalam pekan itu sudah terpenuhi."),
    ),
    "share": _two(
        gettext_lazy("Melengkapi porsi wajar dalam periode ini."),
        gettext_lazy("Porsi wajar dalam periode ini sudah tercapai."),
    ),
    "desirable": _two(
        gettext_lazy("Melengkapi bagian hari yang banyak diminati."),
        gettext_lazy("Bagian hari yang banyak diminati sudah tercapai."),
    ),
    "preference": _two(
        gettext_lazy("Sesuai dengan preferensi yang disampaikan."),
        gettext_lazy("Mengikuti preferensi yang disampaikan."),
    ),
    "stability": _two(
        gettext_lazy("Sama dengan jadwal yang sudah diterbitkan."),
        gettext_lazy("Sama dengan jadwal yang sudah diterbitkan."),
    ),
    "spread": _two(
        gettext_lazy("Hari WFH tidak ditempatkan berurutan dalam sepekan."),
        gettext_lazy("Hari WFH tidak ditempatkan berurutan dalam sepekan."),
    ),
    "lot": _two(
        gettext_lazy("Beberapa pembagian sama baiknya; undian terbuka yang menentukan."),
        gettext_lazy("Beberapa pembagian sama baiknya; undian terbuka yang menentukan."),
    ),
    "not_best": _two(
        gettext_lazy("Diubah dari pembagian terbaik, atau pembagian belum terbukti terbaik."),
        gettext_lazy("Diubah dari pembagian terbaik, atau pembagian belum terbukti terbaik."),
    ),
}


# What the planner, which knows no Django, says of clashes and breaches once people are named.
PLANNER_SENTENCES = (
    gettext_noop(
        "Hari di rumah yang ditetapkan bagi %(person)s pada %(day)s tidak dapat berlaku"
        " karena pegawai tersebut %(why)s."
    ),
    gettext_noop("tidak memenuhi syarat bekerja dari rumah"),
    gettext_noop("wajib bekerja di kantor"),
    gettext_noop(
        "%(person)s telah ditetapkan bekerja dari rumah %(given)d hari dalam sepekan,"
        " melebihi batas %(most)d hari."
    ),
    gettext_noop(
        "%(rule)s: pada %(day)s hanya %(allowed)d orang yang boleh bekerja dari rumah, tetapi"
        " %(given)d orang telah ditetapkan."
    ),
    gettext_noop(
        "%(rule)s: pada %(day)s dibutuhkan %(required)d orang di kantor, tetapi hanya"
        " %(present)d dari %(members)d orang yang tersedia."
    ),
    gettext_noop(
        "Pekan %(start)s sampai %(end)s: jaminan hari di rumah bagi %(people)d pegawai tidak"
        " dapat dipenuhi seluruhnya bersama aturan: %(rules)s."
    ),
    gettext_noop(
        "Pekan %(start)s sampai %(end)s: jaminan hari di rumah bagi %(people)d pegawai tidak"
        " dapat dipenuhi seluruhnya karena batas masing-masing pegawai."
    ),
    gettext_noop(
        "%(rule)s: hanya %(present)d orang di kantor pada %(day)s, seharusnya paling sedikit"
        " %(required)d."
    ),
    gettext_noop(
        "%(rule)s: %(at_home)d orang bekerja dari rumah pada %(day)s, paling banyak %(most)d."
    ),
)


def violation_sentence(violation, names):
    """Return a broken hard rule as a sentence; `names` maps person ids to names."""
    person = names.get(violation.people[0], "") if violation.people else ""
    days = days_words(violation.days)
    told = _OF_RULES.get(violation.rule)
    if told is not None:
        text = violation.text
        for day in violation.days:
            text = text.replace(day, day_words(day, "l, j F"))
        return told(text)
    return _BROKEN[violation.rule] % {
        "person": person or _("Seorang pegawai"),
        "days": days,
        "count": len(violation.days),
    }


_BROKEN = {
    "known_people_and_days": gettext_lazy(
        "%(person)s atau harinya tidak ada dalam rencana ini: %(days)s."
    ),
    "never_home_unless_eligible": gettext_lazy(
        "%(person)s tidak memenuhi syarat WFH, tetapi tercatat WFH pada %(days)s."
    ),
    "not_home_when_absent": gettext_lazy(
        "%(person)s tidak tersedia pada %(days)s, tetapi tercatat WFH."
    ),
    "not_home_when_on_site": gettext_lazy("%(person)s wajib di kantor pada %(days)s."),
    "fixed_days_kept": gettext_lazy(
        "Hari WFH %(person)s yang sudah ditetapkan tidak boleh hilang: %(days)s."
    ),
    "at_most_per_week": gettext_lazy(
        "%(person)s WFH %(count)s hari dalam satu pekan (%(days)s), melebihi batas mingguan."
    ),
} | flexible_text.BROKEN

_OF_RULES = {
    "floor_holds": retold,
    "ceiling_holds": retold,
    "flex_floor_holds": flexible_text.retold_of_hours,
    "flex_ceiling_holds": flexible_text.retold_of_hours,
}
