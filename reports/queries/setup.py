"""The steps that take a city from an empty database to its first published plan."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.models import Holiday, Period, Plan, Policy, WorkHours
from schedules.queries.calendar import years_without_holidays
from units import clock
from units.access import on_day
from units.models import Employee, Place, Position, Posting, RoleGrant, Unit
from units.queries.classification import effective_classifications
from units.queries.tree import unit_tree
from units.queries.units import UNDECIDED


@dataclass(frozen=True)
class Step:
    """One step: its state, what stands, and where it is done.

    `state` is "done", "partly" (nothing waits for the rest of it, which `found` names), "next" or
    "later". `query` is added to the address of the page where it is done.
    """

    key: str
    title: str
    text: str
    found: str
    state: str
    url_name: str
    action: str
    args: tuple = field(default_factory=tuple)
    query: str = ""


PARTLY = "partly"


def setup_steps():
    """Return the steps in order; exactly one is "next" unless all are done. Constant queries."""
    day = clock.today()
    counts = _counts(day)
    tree = unit_tree()
    steps = [*_people_steps(counts, tree, day), *_rule_steps(counts, day), *_plan_steps(day)]
    first_open = next((step[0] for step in steps if not step[-1]), None)
    return [
        Step(
            key=key,
            title=title,
            text=text,
            found=found,
            state=_state(done, is_next=key == first_open),
            url_name=url_name,
            action=action,
            args=args,
            query=f"?kelas={UNDECIDED}" if done == PARTLY else "",
        )
        for key, title, text, found, url_name, args, action, done in steps
    ]


def _state(done, *, is_next):
    if done == PARTLY:
        return PARTLY
    return "done" if done else "next" if is_next else "later"


def first_plan_is_out():
    """Say whether any plan was ever published: until then BKPSDM starts at these steps."""
    return Plan.objects.filter(published_at__isnull=False).exists()


def _counts(day):
    """Return the counts that the first steps speak of, one query per kind of record."""
    placed = Place.objects.filter(closed_on__isnull=True, unit=OuterRef("pk"))
    return {
        "units": Unit.objects.filter(parent__isnull=False, closed_on__isnull=True).count(),
        "positions": Position.objects.count(),
        "employees": Employee.objects.filter(left_on__isnull=True).count(),
        "posted": Posting.objects.filter(on_day(day), kind=Posting.Kind.DEFINITIVE).count(),
        "with_hr": set(
            RoleGrant.objects.filter(on_day(day), role=RoleGrant.Role.UNIT_HR, user__is_active=True)
            .order_by()
            .values_list("unit", flat=True)
        ),
        "with_places": set(
            Unit.objects.without_tree_fields()
            .filter(Exists(placed), closed_on__isnull=True)
            .order_by()
            .values_list("pk", flat=True)
        ),
        "closed": set(
            Unit.objects.without_tree_fields()
            .filter(closed_on__isnull=False)
            .order_by()
            .values_list("pk", flat=True)
        ),
        "weeks": set(
            Posting.objects.filter(on_day(day), kind=Posting.Kind.DEFINITIVE)
            .order_by()
            .values_list("unit__working_week", flat=True)
            .distinct()
        ),
    }


def _agencies(tree, closed):
    return [
        unit
        for unit, level in tree.level_of.items()
        if level in Unit.AGENCY_LEVELS and unit not in closed
    ]


def _n_of_m(done, everything):
    return _("%(done)s dari %(all)s perangkat daerah") % {"done": done, "all": everything}


def _decided_words(decided, everything):
    """Return how many agencies are classified, and what holds for the others."""
    text = _n_of_m(decided, everything)
    if not 0 < decided < everything:
        return text
    rest = everything - decided
    waiting = ngettext(
        "%(n)s belum ditetapkan: pegawainya bekerja di kantor sampai ditetapkan.",
        "%(n)s belum ditetapkan: pegawainya bekerja di kantor sampai ditetapkan.",
        rest,
    )
    return f"{text}. {waiting % {'n': rest}}"


def _is_decided(agency, classes, tree, closed):
    """Say whether an agency is classified: by itself, or in each of its parts."""
    parts = [part for part in tree.children_of[agency] if part not in closed]
    return bool(classes[agency].service_class) or (
        bool(parts) and all(classes[part].service_class for part in parts)
    )


def _people_steps(counts, tree, day):
    agencies = _agencies(tree, counts["closed"])
    classes = effective_classifications(day, tree)
    decided = sum(1 for unit in agencies if _is_decided(unit, classes, tree, counts["closed"]))
    placed = sum(
        1
        for unit in agencies
        if counts["with_places"].intersection(
            (*tree.ancestors_of(unit, include_self=True), *tree.descendants_of(unit))
        )
    )
    kept = sum(1 for unit in agencies if unit in counts["with_hr"])
    return [
        (
            "units", _("Impor unit kerja"),
            _("Pohon unit: perangkat daerah, bidang, subbagian, kecamatan, dan kelurahan."),
            ngettext("%(n)s unit", "%(n)s unit", counts["units"]) % {"n": counts["units"]},
            "units:import_new", ("units",), _("Impor unit kerja"), counts["units"] > 0,
        ),
        (
            "positions", _("Impor jabatan"),
            _("Jabatan beserta eselonnya. Pengecualian per jabatan dapat ditetapkan kemudian."),
            ngettext("%(n)s jabatan", "%(n)s jabatan", counts["positions"])
            % {"n": counts["positions"]},
            "units:import_new", ("positions",), _("Impor jabatan"), counts["positions"] > 0,
        ),
        (
            "employees", _("Impor pegawai dan penempatan"),
            _("Pegawai dengan unit, jabatan, dan tanggal mulai. Kepala unit ditandai di sini."),
            _("%(employees)s pegawai, %(posted)s dengan penempatan")
            % {"employees": counts["employees"], "posted": counts["posted"]},
            "units:import_new", ("employees",), _("Impor pegawai"),
            counts["employees"] > 0 and counts["posted"] > 0,
        ),
        (
            "roles", _("Tunjuk pengelola kepegawaian"),
            _(
                "Seorang bagi setiap perangkat daerah: membuka akun pegawai dengan kode aktivasi "
                "dan mengonfirmasi rumah terdaftar."
            ),
            _n_of_m(kept, len(agencies)),
            "units:role_list", (), _("Buka peran"), bool(agencies) and kept == len(agencies),
        ),
        (
            "places", _("Catat tempat kerja"),
            _(
                "Gedung, titik, dan radius pada kolom TEMPAT KERJA spreadsheet unit. Tanpa tempat "
                "kerja, presensi WFO masuk peninjauan."
            ),
            _n_of_m(placed, len(agencies)),
            "units:import_new", ("units",), _("Lengkapi unit kerja"),
            bool(agencies) and placed == len(agencies),
        ),
        (
            "classification", _("Tetapkan klasifikasi unit"),
            _(
                "Pelayanan langsung atau administratif, dengan alasan dan dasar hukum. Yang "
                "belum ditetapkan bekerja di kantor."
            ),
            _decided_words(decided, len(agencies)),
            "units:unit_list", (), _("Buka unit kerja"),
            decided > 0 and (decided == len(agencies) or PARTLY),
        ),
    ]  # fmt: skip


def _rule_steps(counts, day):
    hours = set(
        WorkHours.objects.filter(on_day(day)).order_by().values_list("working_week", flat=True)
    )
    needed = counts["weeks"] or {5}
    last_day = max(day, Period.objects.aggregate(end=Max("ends_on"))["end"] or day)
    holidays = Holiday.objects.filter(date__year=day.year).aggregate(
        all=Count("pk", filter=~Q(kind=Holiday.Kind.CALLED_OFF)),
        estimated=Count("pk", filter=Q(estimated=True)),
    )
    missing = years_without_holidays(day, last_day)
    policy = (
        Policy.objects.filter(on_day(day), status=Policy.Status.IN_FORCE, unit__parent__isnull=True)
        .order_by("-starts_on")
        .first()
    )
    return [
        (
            "hours", _("Catat jam kerja"),
            _(
                "Jam kerja bertanggal untuk unit lima dan enam hari kerja, juga Ramadan bila "
                "sudah diketahui."
            ),
            _("berlaku untuk %(found)s hari kerja")
            % {"found": _(" dan ").join(str(week) for week in sorted(hours))}
            if hours
            else _("belum ada yang berlaku hari ini"),
            "schedules:hours_list", (), _("Buka jam kerja"), needed <= hours,
        ),
        (
            "holidays", _("Muat hari libur"),
            _(
                "Libur nasional dan cuti bersama menurut keputusan bersama, untuk setiap tahun "
                "yang dijangkau periode; perkiraan diperiksa sendiri."
            ),
            _("belum dimuat: %(years)s") % {"years": ", ".join(map(str, missing))}
            if missing
            else _("%(all)s hari pada %(year)s, %(estimated)s perkiraan")
            % {"year": day.year, **holidays},
            "schedules:calendar", (), _("Buka kalender"), not missing,
        ),
        (
            "policy", _("Berlakukan kebijakan"),
            _(
                "Satu kebijakan untuk seluruh kota, dengan dasar hukum, batas, dan batas minimal "
                "di kantor."
            ),
            str(policy) if policy else _("belum ada yang berlaku hari ini"),
            "schedules:policy_list", (), _("Buka kebijakan"), policy is not None,
        ),
    ]  # fmt: skip


def _plan_steps(day):
    """Return the steps of the period that runs or comes next; any plan once published is done."""
    period = Period.objects.filter(ends_on__gte=day).order_by("starts_on").first()
    live = Plan.objects.exclude(status=Plan.Status.SUPERSEDED)
    found = live.aggregate(
        solved=Count("agency", distinct=True),
        submitted=Count("agency", distinct=True, filter=~Q(status="draft")),
        approved=Count("agency", distinct=True, filter=Q(status__in=("approved", "published"))),
        published=Count("agency", distinct=True, filter=Q(status="published")),
    )

    def agencies(n):
        return ngettext("%(n)s perangkat daerah", "%(n)s perangkat daerah", n) % {"n": n}

    return [
        (
            "period", _("Buka periode"),
            _("Periode berisi minggu utuh, biasanya empat, mulai hari Senin."),
            str(period) if period else _("belum ada yang berjalan atau akan datang"),
            "schedules:period_list", (), _("Buka periode"), period is not None,
        ),
        (
            "plan", _("Susun rencana rotasi"),
            _("Pembagian terbaik menurut aturan, disusun per perangkat daerah."),
            agencies(found["solved"]),
            "schedules:run_new", (), _("Susun rencana"), found["solved"] > 0,
        ),
        *(
            (
                key, title, text, agencies(found[count]),
                "schedules:plan_list", (), _("Buka rencana rotasi"), found[count] > 0,
            )
            for key, title, text, count in (
                ("submit", _("Ajukan rencana"),
                 _("Setiap bidang memeriksa papannya dan mengajukan bagiannya."), "submitted"),
                ("approve", _("Setujui rencana"),
                 _("Kepala perangkat daerah menyetujui atau mengembalikan dengan alasan."),
                 "approved"),
                ("publish", _("Terbitkan rencana"),
                 _("Setelah terbit, pegawai melihat jadwal dan alasannya."), "published"),
            )
        ),
    ]  # fmt: skip
