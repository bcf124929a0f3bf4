"""The evidence of a warning on paper: days, answers, decisions. It imposes nothing."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from attendance.evidence_text import rung_words, sanction
from attendance.queries.discipline import confirmed_days
from units import clock
from units.languages import in_indonesian
from units.papers import letterhead_of, paper_pdf


def _name(user):
    if user is None:
        return "–"
    return user.employee.name if hasattr(user, "employee") else user.get_username()


def _moment(at):
    return date_format(timezone.localtime(at), "j F Y H.i") if at else "–"


def contents(warning, standing):
    """Return what the template prints: texts alone."""
    employee, unit = warning.employee, warning.unit
    days = [
        [
            date_format(one.date, "l, j F Y"),
            one.answer
            or _("Tidak menjawab sampai %(due)s")
            % {"due": date_format(one.answer_due_on, "j F Y")},
            one.reason,
            f"{_name(one.decided_by)}, {_moment(one.decided_at)}",
        ]
        for one in confirmed_days(employee, standing)
        if one.outcome == one.Outcome.CONFIRMED
    ]
    status = warning.get_status_display()
    if warning.note:
        status = _("%(who)s, %(at)s: %(note)s") % {
            "who": _name(warning.acknowledged_by),
            "at": _moment(warning.acknowledged_at),
            "note": warning.note,
        }
    return {
        "title": _("Bukti hari tanpa keterangan"),
        "letterhead": letterhead_of(unit) if unit else "Bekasi WFH",
        "facts": [
            [_("Nama"), employee.name],
            [_("NIP"), employee.nip],
            [_("Unit"), unit.name if unit else "–"],
            [_("Tahun"), str(warning.year)],
            [_("Kumulatif"), rung_words(standing.cumulative)],
            [_("Berturut-turut"), rung_words(standing.consecutive)],
            [
                _("Jenjang peringatan ini"),
                _("%(step)s hari %(basis)s: %(sanction)s")
                % {
                    "step": warning.step,
                    "basis": warning.get_basis_display(),
                    "sanction": sanction(warning.step),
                },
            ],
            [_("Timbul"), _moment(warning.raised_at)],
            [_("Tindak lanjut atasan"), status],
        ],
        "columns": [
            _("Hari kerja"),
            _("Keterangan pegawai"),
            _("Alasan keputusan"),
            _("Dikonfirmasi oleh"),
        ],
        "days": days,
        "none": _("Tidak ada lagi hari yang terhitung."),
        "note": _(
            "Hanya hari kerja pegawai yang dihitung; hari libur dan hari yang kemudian terjelaskan"
            " tidak. Portal ini tidak menjatuhkan hukuman: pemeriksaan dan keputusan menurut"
            " PP 94/2021 berada pada pejabat yang berwenang."
        ),
        "made": _("Dicetak %(at)s dari portal.") % {"at": _moment(clock.now())},
    }


def discipline_pdf(warning, standing):
    """Return the bytes of the PDF, in Indonesian for every reader."""
    with in_indonesian():
        return paper_pdf("discipline.typ", contents(warning, standing), at=clock.now())
