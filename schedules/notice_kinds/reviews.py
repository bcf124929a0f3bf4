"""Notices of requests to look at an assignment again."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind

REVIEW_WAITS = Kind(
    "review_waits",
    name=_("Permohonan peninjauan menunggu jawaban"),
    subject=_("Permohonan peninjauan jadwal menunggu jawaban Anda"),
    body=_(
        "Permohonan peninjauan jadwal %(name)s menunggu jawaban tertulis Anda paling lambat"
        " %(day)s."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
REVIEW_NOBODY = Kind(
    "review_nobody",
    name=_("Permohonan peninjauan tanpa pejabat"),
    subject=_("Permohonan peninjauan belum mempunyai pejabat yang menjawab"),
    body=_(
        "Belum ada pejabat yang bebas menjawab permohonan peninjauan jadwal %(name)s (batas"
        " %(day)s). Tunjuk pejabat lain."
    ),
    urgent=True,
    mandatory=True,
    for_office=True,
)
REVIEW_LATE = Kind(
    "review_late",
    name=_("Permohonan peninjauan terlambat"),
    subject=_("Permohonan peninjauan jadwal terlambat dijawab"),
    body=_(
        "Permohonan peninjauan jadwal %(name)s belum dijawab sampai batasnya. Giliran sekarang:"
        " %(turn)s."
    ),
    urgent=True,
    for_office=True,
)
REVIEW_PASSED_ON = Kind(
    "review_passed_on",
    name=_("Giliran menjawab berpindah"),
    subject=_("Permohonan peninjauan Anda diteruskan"),
    body=_("Permohonan peninjauan Anda belum dijawab sampai batasnya. Giliran sekarang: %(turn)s."),
    mandatory=True,
)
REVIEW_GRANTED = Kind(
    "review_granted",
    name=_("Permohonan peninjauan dikabulkan"),
    subject=_("Permohonan peninjauan Anda dikabulkan"),
    body=_("Permohonan peninjauan Anda tentang %(what)s dikabulkan. Baca jawabannya."),
    urgent=True,
    mandatory=True,
)
REVIEW_GRANTED_WAITS = Kind(
    "review_granted_waits",
    name=_("Permohonan peninjauan dikabulkan, menunggu terbit"),
    subject=_("Permohonan peninjauan Anda dikabulkan"),
    body=_(
        "Permohonan peninjauan Anda tentang %(what)s dikabulkan dan masuk versi %(version)s, yang"
        " belum terbit. Jadwal Anda berubah ketika versi itu terbit."
    ),
    urgent=True,
    mandatory=True,
)
REVIEW_REFUSED = Kind(
    "review_refused",
    name=_("Permohonan peninjauan tidak dikabulkan"),
    subject=_("Permohonan peninjauan Anda sudah dijawab"),
    body=_("Permohonan peninjauan Anda tentang %(what)s tidak dikabulkan. Baca jawabannya."),
    urgent=True,
    mandatory=True,
)
REVIEW_WITHDRAWN = Kind(
    "review_withdrawn",
    name=_("Permohonan peninjauan ditarik"),
    subject=_("Permohonan peninjauan ditarik"),
    body=_("%(name)s menarik permohonan peninjauan jadwal. Tidak perlu dijawab lagi."),
    for_office=True,
)
REVIEW_FALLEN = Kind(
    "review_fallen",
    name=_("Permohonan peninjauan gugur"),
    subject=_("Permohonan peninjauan Anda gugur"),
    body=_("Permohonan peninjauan Anda gugur: %(reason)s"),
    mandatory=True,
)
REVIEW_OF_YOUR_SWAP = Kind(
    "review_of_your_swap",
    name=_("Tukar hari sedang ditinjau"),
    subject=_("Tukar hari Anda sedang ditinjau lagi"),
    body=_(
        "%(name)s memohon agar tukar hari yang tidak disetujui ditinjau lagi. Persetujuan Anda"
        " masih berlaku selama tidak Anda tarik."
    ),
    mandatory=True,
)
