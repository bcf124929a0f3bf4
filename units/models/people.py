"""Positions, employees, their postings, skills, homes and exclusions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def _ends_after_it_starts(name):
    return models.CheckConstraint(
        name=name, condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
    )


class Position(models.Model):
    """A jabatan. Its presence can be an exception to its unit's classification, either way."""

    class Kind(models.TextChoices):
        LEADER = "jpt", _("Pimpinan tinggi pratama")
        ADMINISTRATOR = "administrator", _("Administrator")
        SUPERVISOR = "pengawas", _("Pengawas")
        FUNCTIONAL = "fungsional", _("Fungsional")
        STAFF = "pelaksana", _("Pelaksana")

    class Presence(models.TextChoices):
        FOLLOWS_UNIT = "follows_unit", _("Mengikuti klasifikasi unit")
        ON_SITE = "on_site", _("Selalu di kantor")
        MAY_WFH = "may_wfh", _("Dapat WFH")

    ECHELONS = [(e, e) for e in ("II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b")]

    code = models.CharField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama jabatan"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=14, choices=Kind)
    echelon = models.CharField(_("eselon"), max_length=5, choices=ECHELONS, blank=True)
    presence = models.CharField(
        _("kehadiran"), max_length=12, choices=Presence, default=Presence.FOLLOWS_UNIT
    )
    presence_reason = models.CharField(_("alasan pengecualian"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("jabatan")
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                name="position_exception_has_a_reason",
                condition=Q(presence="follows_unit") | ~Q(presence_reason=""),
            )
        ]

    def __str__(self):
        return self.name


class Employee(models.Model):
    """A civil servant. The NIP is unique while held and never a key: it can change."""

    class Employment(models.TextChoices):
        PNS = "pns", _("PNS")
        PPPK = "pppk", _("PPPK")
        PPPK_PART_TIME = "pppk_paruh_waktu", _("PPPK paruh waktu")

    nip = models.CharField(_("NIP/NI PPPK"), max_length=18)
    name = models.CharField(_("nama"), max_length=120)
    employment = models.CharField(_("status kepegawaian"), max_length=18, choices=Employment)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="employee",
    )
    registered_address = models.CharField(_("alamat terdaftar"), max_length=250, blank=True)
    joined_on = models.DateField(_("mulai bekerja"))
    left_on = models.DateField(_("berhenti"), null=True, blank=True)

    class Meta:
        verbose_name = _("pegawai")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="employee_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["nip"], name="nip_once_while_held", condition=Q(left_on__isnull=True)
            ),
            models.CheckConstraint(
                name="employee_leaves_after_joining",
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
            ),
        ]

    def __str__(self):
        return self.name


class Posting(models.Model):
    """An employee in a position of a unit for a term: definitive, or acting (Plt., Plh.)."""

    class Kind(models.TextChoices):
        DEFINITIVE = "definitif", _("Definitif")
        ACTING = "plt", _("Plt.")
        DAILY = "plh", _("Plh.")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="postings")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="postings")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(_("jenis"), max_length=9, choices=Kind, default=Kind.DEFINITIVE)
    is_head = models.BooleanField(_("kepala unit"), default=False)
    letter_number = models.CharField(_("nomor surat"), max_length=80, blank=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("penempatan")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["unit", "starts_on"], name="posting_by_unit"),
            models.Index(fields=["employee", "starts_on"], name="posting_by_employee"),
        ]
        constraints = [
            _ends_after_it_starts("posting_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["employee"],
                name="one_open_definitive_posting",
                condition=Q(kind="definitif", ends_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                name="one_open_definitive_head",
                condition=Q(kind="definitif", is_head=True, ends_on__isnull=True),
            ),
            models.CheckConstraint(
                name="acting_posting_has_letter_and_end",
                condition=Q(kind="definitif") | (Q(ends_on__isnull=False) & ~Q(letter_number="")),
            ),
        ]

    def __str__(self):
        return f"{self.employee} · {self.position} · {self.unit}"


class Skill(models.Model):
    """A keterampilan that a floor can name: petugas loket, operator SIAK, bendahara."""

    code = models.CharField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=120)

    class Meta:
        verbose_name = _("keterampilan")
        ordering = ["name"]

    def __str__(self):
        return self.name


class EmployeeSkill(models.Model):
    """A skill that a person has, dated and recorded by unit HR."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="holders")
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("keterampilan pegawai")
        constraints = [
            _ends_after_it_starts("skill_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["employee", "skill"],
                name="skill_held_once",
                condition=Q(ends_on__isnull=True),
            ),
        ]


class Home(models.Model):
    """The registered home: set by the employee, confirmed by unit HR, seen by these two alone.

    A temporary one (a flood) has its last day from the start and goes before the home on its days.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="homes")
    latitude = models.FloatField(_("lintang"))
    longitude = models.FloatField(_("bujur"))
    radius_m = models.PositiveIntegerField(_("radius (meter)"), default=150)
    set_at = models.DateTimeField(_("ditetapkan"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    confirmed_at = models.DateTimeField(_("dikonfirmasi"), null=True, blank=True)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    temporary = models.BooleanField(_("sementara"), default=False, db_default=False)

    class Meta:
        verbose_name = _("rumah terdaftar")
        constraints = [
            models.CheckConstraint(
                name="home_is_on_earth",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="home_confirmed_by_somebody_at_a_time",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["employee"],
                name="one_open_confirmed_home",
                condition=Q(ends_on__isnull=True, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="temporary_home_has_a_last_day",
                condition=Q(temporary=False) | Q(ends_on__isnull=False),
            ),
        ]


class Exclusion(models.Model):
    """Why a person may not work from home for a time. Shown to the person, not to colleagues."""

    class Kind(models.TextChoices):
        DISCIPLINE = "discipline", _("Hukuman disiplin atau prosesnya")
        OWN_CHOICE = "own_choice", _("Pilihan sendiri")
        NO_EQUIPMENT = "no_equipment", _("Tidak memiliki perangkat")
        OTHER = "other", _("Lainnya")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="exclusions")
    kind = models.CharField(_("jenis"), max_length=14, choices=Kind)
    reason = models.CharField(_("alasan"), max_length=300)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("pengecualian")
        constraints = [_ends_after_it_starts("exclusion_ends_after_it_starts")]
