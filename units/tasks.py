"""Jobs of the first room."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from units.services.import_jobs import resume_imports, work_on_import
from units.services.jobs import forget_old_runs
from units.services.leaderless import tell_of_agencies_without_head
from units.services.mailings import compose_mailings, send_mailings
from units.services.postings import deactivate_departed
from units.services.webhooks import deliver_webhooks


@shared_task(title=_("Mengirim pemberitahuan lewat e-mail"))
def deliver_notices():
    """Mail what is due in the outbox, each notice once; return how many mails were sent."""
    compose_mailings()
    return send_mailings()


@shared_task(title=_("Menutup akun pegawai yang berhenti"))
def end_due_employments():
    """Shut the accounts of people whose last day has passed; return how many."""
    return deactivate_departed()


@shared_task(title=_("Mencari perangkat daerah tanpa kepala"))
def find_agencies_without_head():
    """Tell BKPSDM and the Sekda of agencies whose people have no head; return how many."""
    return tell_of_agencies_without_head()


@shared_task
def work_on_import_run(pk):
    """Check or write one long import."""
    work_on_import(pk)


@shared_task(title=_("Melanjutkan impor yang tertunda"))
def resume_import_runs():
    """Catch up what a stopped worker left of the imports; return how many were sent."""
    return resume_imports()


@shared_task(title=_("Memberi tahu aplikasi lain"))
def deliver_to_programs():
    """Send what is due to other programs; return how many took."""
    return deliver_webhooks()


@shared_task(title=_("Menghapus catatan pekerjaan lama"))
def forget_old_job_runs():
    """Delete runs from the job log after three months; return how many."""
    return forget_old_runs()
