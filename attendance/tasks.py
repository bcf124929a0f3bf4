"""Jobs of the third room. Each can run late, twice or after a stop and ends in the same state."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from attendance.services import (
    absences,
    closing,
    device_runs,
    discipline,
    outages,
    report_deadlines,
    retention,
    signals,
)


@shared_task(title=_("Menutup rekap harian"))
def close_days():
    """Close every day that is over and not closed yet; return {iso date: records changed}."""
    return closing.close_missed_days()


@shared_task
def work_on_device_file_run(pk):
    """Look through or apply one log file of a terminal."""
    device_runs.work_on_device_file(pk)


@shared_task(title=_("Melanjutkan berkas terminal yang tertunda"))
def resume_device_files():
    """Catch up what a stopped worker left of the terminals' files; return how many were sent."""
    return device_runs.resume_files()


@shared_task(title=_("Menghitung ulang hari gangguan sistem"))
def apply_declared_outages():
    """Judge the days of changed outages again; return how many records changed."""
    return outages.apply_outages()


@shared_task(title=_("Mengingatkan pemeriksaan laporan harian"))
def follow_up_reports():
    """Remind of due examinations and pass overdue ones on; return how many of each."""
    return report_deadlines.follow_up_reports()


@shared_task(title=_("Mengingatkan keputusan koreksi presensi"))
def follow_up_corrections():
    """Remind of due corrections and pass overdue ones on; return how many of each."""
    return report_deadlines.follow_up_corrections()


@shared_task(
    title=_("Menghapus data rinci yang lewat masa simpan"),
    reasons={
        "review": _("presensi belum ditinjau"),
        "correction": _("koreksi belum diputuskan"),
        "indication": _("indikasi belum diputuskan"),
        "examination": _("sedang dalam pemeriksaan"),
    },
)
def erase_old_coordinates():
    """Erase exact coordinates past their term; return how many went, and how many are held."""
    return retention.erase_what_is_due()


@shared_task(title=_("Mencari indikasi presensi"))
def find_signals():
    """Look through the check-ins of days not looked through yet; return {iso date: found}."""
    return signals.find_signals()


@shared_task(title=_("Menanyakan hari tanpa presensi"))
def ask_about_absences():
    """Ask about days without explanation and let go of explained ones; return how many asked."""
    return absences.ask_about_absences()


@shared_task(title=_("Menghitung peringatan disiplin"))
def watch_discipline():
    """Make the warnings of PP 94/2021 equal to the records; return how many changed."""
    return discipline.watch_discipline()


@shared_task(title=_("Mengingatkan peringatan disiplin"))
def remind_of_warnings():
    """Remind of warnings that nobody acknowledged, and pass late ones up; return how many."""
    return discipline.remind_of_warnings()
