"""What the tables and columns of one's own data are called, where the model gives no words."""

from django.utils.translation import gettext_lazy as _

TABLES = {
    "attendance.PlaceEvidence": _("lokasi presensi"),
    "attendance.CheckInReview": _("putusan peninjauan presensi"),
    "attendance.WorkReportItem": _("butir laporan harian WFH"),
}
# By the name of the field: one name means the same in every table.
COLUMNS = {
    "accepted": _("diterima"),
    "accuracy_m": _("ketelitian (meter)"),
    "acknowledged_at": _("waktu konfirmasi"),
    "acknowledged_by": _("dikonfirmasi oleh"),
    "age_s": _("umur lokasi (detik)"),
    "answered_at": _("dijawab"),
    "answered_by": _("dijawab oleh"),
    "asked_at": _("diajukan"),
    "asked_by": _("diajukan oleh"),
    "asked_place": _("lokasi yang dimohon"),
    "away_kind": _("jenis ketidakhadiran"),
    "basis": _("dasar hitungan"),
    "called_by": _("dipanggil oleh"),
    "cancelled_at": _("dibatalkan"),
    "caregiver": _("status pengasuh"),
    "caregiver_asked_at": _("status pengasuh diajukan"),
    "caregiver_confirmed_by": _("status pengasuh diputuskan oleh"),
    "carried_out": _("dilaksanakan"),
    "closed_at": _("ditutup"),
    "confirmed_by": _("dikonfirmasi oleh"),
    "created_at": _("dibuat"),
    "days": _("hari"),
    "decided_at": _("diputuskan"),
    "decided_by": _("diputuskan oleh"),
    "declined_at": _("ditolak"),
    "direction": _("masuk atau pulang"),
    "distance_m": _("jarak (meter)"),
    "ends_on": _("sampai"),
    "entered_at": _("dicatat"),
    "entered_by": _("dicatat oleh"),
    "escalated_at": _("diteruskan ke jenjang berikutnya"),
    "finding": _("hasil pemeriksaan lokasi"),
    "is_plan_late": _("rencana terlambat"),
    "is_sent_late": _("dikirim terlambat"),
    "kind": _("jenis"),
    "kiosk": _("nama kiosk"),
    "lapsed_at": _("gugur"),
    "latitude": _("lintang"),
    "level": _("jenjang"),
    "longitude": _("bujur"),
    "name": _("nama"),
    "nip": _("NIP/NI PPPK"),
    "number": _("nomor urut"),
    "order": _("nomor urut"),
    "passed_on": _("berapa kali diteruskan"),
    "place": _("lokasi"),
    "planned_at": _("rencana ditulis"),
    "position": _("jabatan"),
    "published": _("diterbitkan"),
    "recorded_at": _("dicatat"),
    "recorded_by": _("dicatat oleh"),
    "reminded_at": _("diingatkan"),
    "set_by": _("ditetapkan oleh"),
    "skill": _("keterampilan"),
    "source": _("sumber"),
    "starts_on": _("mulai"),
    "submitted_at": _("dikirim"),
    "taken_at": _("diterima rekan"),
    "terminal": _("nama terminal"),
    "turn": _("giliran menjawab"),
    "turn_due_on": _("giliran sampai"),
    "turn_since": _("giliran sejak"),
    "turn_unit": _("unit yang mendapat giliran"),
    "unwanted_weekdays": _("hari yang dihindari"),
    "updated_at": _("diubah"),
    "user": _("akun"),
    "verdict": _("hasil"),
    "wanted_weekdays": _("hari yang diinginkan"),
    "workplace": _("lokasi kerja"),
}


def title_of(model):
    """Return the words for a table."""
    return TABLES.get(model._meta.label, model._meta.verbose_name)


def column_title(one):
    """Return the words for a field: the model's own, else those from here."""
    if one._verbose_name is not None:
        return one.verbose_name
    return COLUMNS.get(one.name, one.verbose_name)
