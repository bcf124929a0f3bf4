"""Periods, plans, their parts and the days at home."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Period(models.Model):
    """Whole ISO weeks, four by default: no week is ever cut in two.

    `closed_at` is set once, when the balances of the period are written.
    """

    name = models.CharField(_("nama"), max_length=60, unique=True)
    starts_on = models.DateField(_("mulai (Senin)"), unique=True)
    ends_on = models.DateField(_("sampai (Minggu)"))
    submit_by = models.DateField(_("batas pengajuan"), null=True, blank=True)
    closed_at = models.DateTimeField(_("selisih porsi dihitung"), null=True, blank=True)

    class Meta:
        verbose_name = _("periode")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="period_ends_after_it_starts", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.CheckConstraint(
                name="period_starts_on_monday", condition=Q(starts_on__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="period_ends_on_sunday", condition=Q(ends_on__iso_week_day=7)
            ),
        ]

    def __str__(self):
        return self.name


class Plan(models.Model):
    """The rotation of one agency in one period for one working week, as solved and approved.

    `problem` and `solution` are the planner's own documents (see `schedules.planning`), kept
    so that anybody can check them again; `problem_hash` names the problem that was solved.

    A version made by a repair names the version that it repairs (`base`) and the first day on
    which it may differ from it. While `recheck_asked_at` is set the plan waits to be compared
    with the records; the job takes it away before it reads anything.

    `flexible_problem` and `flexible_solution` are the same two documents for the flexible-hours
    days of who works at the office alone, or None where the policy grants none. They are made,
    approved and published with the plan.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Disusun")
        SUBMITTED = "submitted", _("Menunggu persetujuan")
        APPROVED = "approved", _("Disetujui")
        PUBLISHED = "published", _("Diterbitkan")
        SUPERSEDED = "superseded", _("Digantikan")

    agency = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="plans")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="plans")
    working_week = models.PositiveSmallIntegerField(default=5)
    version = models.PositiveIntegerField(_("versi"), default=1)
    policy = models.ForeignKey("schedules.Policy", on_delete=models.PROTECT, related_name="plans")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    problem = models.JSONField()
    problem_hash = models.CharField(max_length=64)
    solution = models.JSONField()
    flexible_problem = models.JSONField(null=True, blank=True)
    flexible_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    flexible_solution = models.JSONField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True, default="", db_default="")
    turn_since = models.DateTimeField(null=True, blank=True)
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    changes_from = models.DateField(null=True, blank=True)
    recheck_asked_at = models.DateTimeField(null=True, blank=True)
    rechecked_at = models.DateTimeField(null=True, blank=True)
    recheck_note = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("rencana rotasi")
        ordering = ["-period__starts_on", "agency__code", "working_week", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "period", "working_week", "version"], name="plan_version_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "period", "working_week"],
                name="one_plan_in_work",
                condition=Q(status__in=["draft", "submitted", "approved"]),
            ),
            models.UniqueConstraint(
                fields=["agency", "period", "working_week"],
                name="one_published_plan",
                condition=Q(status="published"),
            ),
            models.CheckConstraint(
                name="revision_says_from_when",
                condition=Q(base__isnull=True) | Q(changes_from__isnull=False),
            ),
            models.CheckConstraint(
                name="acknowledged_plan_names_who",
                condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.agency.label} · {self.period}"


class PlanRepair(models.Model):
    """A proposal that mends a plan which no longer fits the records: nothing changes by itself.

    `problem` (mode repair) and `solution` are the planner's documents, the `flexible` ones those of
    the flexible-hours days where the plan has any; `token` names the state
    of the plan from which it was made. `moved` of its `cells` are of people at work on the day; the
    others fall by themselves (absence, holiday, gone). `difference` is what its page shows (see
    `difference_document`). Accepted it becomes a new version of the plan; out of date it loses its
    documents, which answer a question that nobody has any more.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Menunggu putusan")
        ACCEPTED = "accepted", _("Diterima")
        REJECTED = "rejected", _("Ditolak")
        OUTDATED = "outdated", _("Tidak berlaku lagi")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="repairs")
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PROPOSED)
    problem = models.JSONField()
    problem_hash = models.CharField(max_length=64)
    solution = models.JSONField()
    flexible_problem = models.JSONField(null=True, blank=True)
    flexible_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    flexible_solution = models.JSONField(null=True, blank=True)
    difference = models.JSONField(null=True)
    token = models.CharField(max_length=24)
    changes_from = models.DateField()
    people = models.PositiveIntegerField(_("pegawai yang berubah"))
    cells = models.PositiveIntegerField(_("hari yang berubah"))
    moved = models.PositiveIntegerField(default=0, db_default=0)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("alasan"), blank=True)
    revision = models.OneToOneField(
        Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="repair"
    )

    class Meta:
        verbose_name = _("usulan perbaikan rencana")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], name="one_open_repair", condition=Q(status="proposed")
            ),
            models.CheckConstraint(
                name="decided_repair_names_who",
                condition=~Q(status__in=["accepted", "rejected"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="rejected_repair_says_why", condition=~Q(status="rejected") | ~Q(reason="")
            ),
        ]


class PlanPart(models.Model):
    """The slice of a plan that a bidang submits; all parts are approved together.

    Where the chain keeps the level of the teams, the slice of a team or seksi with a head is a
    row of its own, `above` which stands the part of its bidang: the team submits to the bidang,
    and the bidang submits the whole of it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Disusun")
        RETURNED = "returned", _("Dikembalikan")
        SUBMITTED = "submitted", _("Diajukan")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="+")
    above = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="teams"
    )
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(_("alasan pengembalian"), blank=True)
    turn_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bagian rencana")
        ordering = ["unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="plan_part_once"),
            models.CheckConstraint(
                name="submitted_part_names_who",
                condition=~Q(status="submitted")
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_part_says_why",
                condition=~Q(status="returned") | ~Q(return_reason=""),
            ),
        ]


class Assignment(models.Model):
    """A day at home (WFH). Days without a row are at the office: only what differs is stored.

    `published` is true while its plan is published, so that the database itself allows one
    day at home per person and date among published plans.
    """

    class Source(models.TextChoices):
        PLANNER = "planner", _("Perencana")
        HAND = "hand", _("Diubah pengelola")
        SWAP = "swap", _("Tukar hari")
        REVIEW = "review", _("Peninjauan jadwal")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="assignments")
    employee = models.ForeignKey(
        "units.Employee", on_delete=models.PROTECT, related_name="assignments"
    )
    date = models.DateField(_("tanggal"))
    source = models.CharField(max_length=7, choices=Source, default=Source.PLANNER)
    published = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("lokasi kerja harian")
        indexes = [
            models.Index(fields=["date"], name="wfh_by_date", condition=Q(published=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "employee", "date"], name="assignment_once"),
            models.UniqueConstraint(
                fields=["employee", "date"],
                name="one_published_day_per_person",
                condition=Q(published=True),
            ),
        ]
