"""Notices of days that colleagues swap."""

from django.utils.translation import gettext_lazy as _

from units.notices import Kind

SWAP_OFFERED = Kind(
    "swap_offered",
    name=_("Tawaran tukar hari"),
    subject=_("Rekan mengajukan tukar hari"),
    body=_("%(name)s mengajukan tukar hari: %(give)s untuk %(take)s."),
    urgent=True,
)
SWAP_TAKEN = Kind(
    "swap_taken",
    name=_("Rekan menyetujui tukar hari"),
    subject=_("Tukar hari disetujui rekan"),
    body=_("%(name)s menyetujui tukar hari Anda. Sekarang menunggu atasan."),
)
SWAP_WAITS = Kind(
    "swap_waits",
    name=_("Tukar hari menunggu keputusan"),
    subject=_("Tukar hari menunggu keputusan Anda"),
    body=_("Tukar hari %(asker)s dan %(partner)s menunggu keputusan Anda."),
    urgent=True,
    for_office=True,
)
SWAP_DECLINED = Kind(
    "swap_declined",
    name=_("Rekan tidak dapat bertukar"),
    subject=_("Rekan tidak dapat bertukar hari"),
    body=_("%(name)s tidak dapat bertukar hari %(day)s."),
)
SWAP_WITHDRAWN = Kind(
    "swap_withdrawn",
    name=_("Tukar hari ditarik"),
    subject=_("Tukar hari ditarik"),
    body=_("%(name)s menarik tukar hari %(day)s."),
)
SWAP_APPROVED = Kind(
    "swap_approved",
    name=_("Tukar hari disetujui"),
    subject=_("Tukar hari disetujui"),
    body=_("Tukar hari disetujui: %(give)s dan %(take)s sudah bertukar."),
    urgent=True,
    mandatory=True,
)
SWAP_REFUSED = Kind(
    "swap_refused",
    name=_("Tukar hari tidak disetujui"),
    subject=_("Tukar hari tidak disetujui"),
    body=_("Tukar hari tidak disetujui: %(reason)s"),
    mandatory=True,
)
SWAP_EXPIRED = Kind(
    "swap_expired",
    name=_("Tukar hari lewat waktu"),
    subject=_("Tukar hari lewat waktu"),
    body=_("Tukar hari %(day)s lewat waktu tanpa keputusan."),
)
SWAP_FALLEN = Kind(
    "swap_fallen",
    name=_("Tukar hari gugur"),
    subject=_("Tukar hari gugur"),
    body=_("Tukar hari %(day)s gugur karena jadwalnya berubah."),
)
