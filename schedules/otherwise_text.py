"""What would have to give for another day, in the words of the office.

A colleague is never named to an employee, and never counted in a group under five people: who
would pay says something about their share and preferences. Heads read names.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schedules.reasons_text import GOALS, day_words
from units.small_groups import SMALLEST

GIVES = {
    "least": gettext_lazy("Jaminan WFH paling sedikit seminggu berkurang %(worse)s hari."),
    "target": gettext_lazy("Sasaran WFH seminggu berkurang %(worse)s hari."),
    "share": gettext_lazy("Pemerataan menurun: ada yang makin jauh dari porsi wajarnya."),
    "desirable": gettext_lazy("Hari yang banyak diminati terbagi kurang rata."),
    "preference": gettext_lazy("Preferensi yang disampaikan pegawai kurang terpenuhi."),
    "stability": gettext_lazy("Jadwal yang sudah diketahui pegawai berubah pada %(worse)s hari."),
    "spread": gettext_lazy("Ada %(worse)s pasang hari WFH yang menjadi berurutan."),
    "lot": gettext_lazy(
        "Tidak ada tujuan yang memburuk: pembagiannya sama baik, dan undian terbuka yang memilih"
        " pembagian sekarang."
    ),
}


@dataclass(frozen=True)
class Told:
    """The answer for one reader: a verdict, who would pay, whose days would move, and a note."""

    verdict: str
    payers: list
    moves: list
    note: str = ""


def told_to_person(otherwise, person, people_of_part, part_of):
    """Return what the person reads: own days in full, colleagues as counts alone.

    `part_of` maps person ids to the unit of their part, `people_of_part` a unit to how many there
    take part in the rotation.
    """
    if settled := _settled(otherwise):
        return settled
    own_part = part_of.get(person)
    losers = otherwise.losers()
    others = [one for one in losers if one != person]
    near = [one for one in others if part_of.get(one) == own_part]
    payers = [_("Anda sendiri.")] if person in losers else []
    if people_of_part.get(own_part, 0) < SMALLEST:
        near = []
        if others:
            payers.append(_("Rekan di perangkat daerah Anda."))
    else:
        if near:
            payers.append(
                ngettext("Seorang rekan di bidang Anda.", "%(n)s rekan di bidang Anda.", len(near))
                % {"n": len(near)}
            )
        if far := len(others) - len(near):
            payers.append(
                ngettext("Seorang rekan di bidang lain.", "%(n)s rekan di bidang lain.", far)
                % {"n": far}
            )
    own = [(day, home) for one, day, home in otherwise.moves if one == person]
    moves = [
        (_("%(day)s: Anda WFH.") if home else _("%(day)s: Anda di kantor."))
        % {"day": day_words(day)}
        for day, home in own
    ]
    movers = {one for one, _day, _home in otherwise.moves} - {person}
    if movers:
        moves.append(_("Beberapa rekan bertukar hari."))
    return Told(_verdict(otherwise), payers or _nobody(otherwise), moves)


def told_to_head(otherwise, names):
    """Return what the head reads; `names` maps the ids that may be named to names."""
    if settled := _settled(otherwise):
        return settled
    somebody = _("Pegawai bidang lain")
    payers = sorted({names.get(one, somebody) for one in otherwise.losers()})
    moves = [
        (_("%(day)s: %(name)s WFH.") if home else _("%(day)s: %(name)s di kantor."))
        % {"day": day_words(day), "name": names.get(one, somebody)}
        for one, day, home in sorted(otherwise.moves, key=lambda move: (move[1], move[0]))
    ]
    return Told(_verdict(otherwise), payers or _nobody(otherwise), moves)


def with_order_told(told, problem):
    """Return the Told with a note on what goes first, where the problem repairs a known plan."""
    if problem.mode != "repair":
        return told
    first = [str(GOALS[name][0]) for name in problem.order[:4]]
    note = _(
        "Jadwal ini hasil perbaikan rencana yang sudah diketahui pegawai. Urutan yang dijaga:"
        " %(goals)s, lalu tujuan lainnya."
    ) % {"goals": ", ".join(one[:1].lower() + one[1:] for one in first)}
    return replace(told, note=note)


def _settled(otherwise):
    """Return the Told where there is no other plan to tell of, else None."""
    if not otherwise.possible:
        return Told(
            _("Aturan di atas menentukan hari ini dengan sendirinya, jadi tidak ada pilihan lain."),
            [], [],
        )  # fmt: skip
    if not otherwise.proven:
        return Told(
            _(
                "Jawabannya belum dapat dipastikan: perhitungan dihentikan pada batas kerjanya,"
                " karena hari ini terkait dengan banyak rekan dan aturan."
            ),
            [], [],
        )  # fmt: skip
    if otherwise.goal is None:
        return Told(_("Ada pembagian lain yang sama baiknya menurut semua tujuan."), [], [])
    return None


def _verdict(otherwise):
    return str(GIVES[otherwise.goal]) % {"worse": otherwise.worse}


def _nobody(otherwise):
    if otherwise.goal == "lot":
        return [_("Tidak ada yang jumlah hari WFH-nya berkurang.")]
    return []
