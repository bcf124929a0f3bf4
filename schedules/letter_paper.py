"""A letter as an A4 paper: what the template prints, and the QR code to check it by."""

import datetime

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from schedules.models import Letter
from units.languages import in_indonesian
from units.papers import letterhead_of, paper_pdf

Kind = Letter.Kind
COMMAND = {
    Kind.ORDER: "MEMERINTAHKAN",
    Kind.TASK: "MENUGASKAN",
    Kind.TASK_ORDER: "MEMERINTAHKAN",
}


def verification_url(letter):
    """Return the public address that says what the letter is and what became of it."""
    return settings.PORTAL_URL + reverse("schedules:verification", args=[letter.token])


def qr_svg(text):
    """Return a QR code as SVG with medium error correction."""
    made = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, image_factory=SvgPathImage, border=0
    )
    made.add_data(text)
    return made.make_image().to_string(encoding="unicode")


def days_text(days):
    """Return ISO dates in words, by month: Sel 8, Kam 10 Desember 2026; Jum 1 Januari 2027."""
    months = {}
    for day in map(datetime.date.fromisoformat, days):
        months.setdefault((day.year, day.month), []).append(day)
    return "; ".join(
        ", ".join(date_format(day, "D j") for day in found) + date_format(found[-1], " F Y")
        for found in months.values()
    )


def contents(letter, *, concept):
    """Return what the template prints, texts alone; `concept` marks it KONSEP."""
    period = letter.term
    lines = list(letter.lines.all())
    command = COMMAND[letter.kind]
    term = _("%(start)s sampai %(end)s") % {
        "start": date_format(period.starts_on, "j F Y"),
        "end": date_format(period.ends_on, "j F Y"),
    }
    dated = date_format(letter.dated_on, "j F Y") if letter.dated_on else ""
    return {
        "title": letter.get_kind_display().upper(),
        "letterhead": letterhead_of(letter.agency),
        "agency": letter.agency.name,
        "unit": letter.unit.name,
        "short": letter.unit.label,
        "number": letter.number,
        "concept": concept,
        "basis": letter.basis,
        "command": command,
        "whom": _("%(count)s pegawai %(unit)s sebagaimana tercantum dalam lampiran")
        % {"count": letter.head_count, "unit": letter.unit.name},
        "tasks": [
            _first_task(letter, term),
            _("Melakukan presensi masuk dan pulang pada setiap hari WFH."),
            _(
                "Mengirim laporan harian WFH beserta hasil kerja kepada atasan langsung pada hari"
                " yang sama."
            ),
            _(
                "Dapat dihubungi selama jam kerja dan kembali ke kantor bila ditarik oleh"
                " atasan karena kebutuhan dinas."
            ),
        ],
        "dated": dated,
        "signature": letter.signature,
        "signer": letter.signer_name,
        "nip": letter.signer_nip,
        "qr": qr_svg(verification_url(letter)),
        "url": verification_url(letter),
        "lines": [
            [str(line.order), line.name, line.nip, line.position, days_text(line.days)]
            for line in lines
        ],
        "term": term,
    }


def _first_task(letter, term):
    if letter.emergency_id:
        return _(
            "Melaksanakan tugas kedinasan dari rumah (WFH) karena keadaan darurat (%(kind)s) pada"
            " tanggal yang tercantum dalam lampiran, dalam masa %(term)s."
        ) % {"kind": letter.emergency.get_kind_display(), "term": term}
    return _(
        "Melaksanakan tugas kedinasan dari rumah (WFH) pada tanggal yang tercantum dalam"
        " lampiran, dalam masa %(term)s; pada hari kerja lain bekerja di kantor."
    ) % {"term": term}


def letter_pdf(letter, *, concept):
    """Return the bytes of the PDF, in Indonesian for every reader."""
    with in_indonesian():
        return paper_pdf("letter.typ", contents(letter, concept=concept), at=letter.made_at)
