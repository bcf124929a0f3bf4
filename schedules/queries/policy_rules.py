"""What is wrong with a policy: contradictions, which are refused, and warnings, which are shown."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.models import Policy
from units.models import EmployeeSkill
from units.queries.people import postings_on
from units.queries.tree import unit_tree

WEEK = frozenset(range(6))


def contradictions(policy):
    """Return sentences on what cannot hold together in a policy, saved or not; none is lawful.

    The weekly number above two needs an exception of its own: PermenPANRB 4/2025, Art. 13.
    """
    fixed, barred = set(policy.fixed_weekdays), set(policy.barred_weekdays)
    open_days = WEEK - barred
    is_fixed = policy.mode == Policy.Mode.FIXED_WEEKDAY
    checks = [
        (
            policy.ends_on is not None and policy.ends_on < policy.starts_on,
            _("Tanggal berakhir mendahului tanggal mulai."),
        ),
        (
            policy.target_per_week > policy.most_per_week,
            _("Sasaran WFH seminggu melebihi jumlah terbanyaknya."),
        ),
        (
            policy.least_per_week > policy.most_per_week,
            _("Jumlah WFH paling sedikit melebihi jumlah terbanyaknya."),
        ),
        (
            policy.least_per_week > policy.target_per_week and not is_fixed,
            _("Jumlah WFH paling sedikit melebihi sasarannya."),
        ),
        (
            policy.share_at_home == 0 and policy.least_per_week > 0,
            _(
                "Tidak seorang pun boleh di rumah, padahal setiap orang"
                " paling sedikit mendapat WFH."
            ),
        ),
        (
            policy.most_per_week > 2 and not policy.exception_basis.strip(),
            _(
                "Lebih dari dua hari WFH seminggu memerlukan dasar hukum pengecualian"
                " (PermenPANRB 4/2025 Pasal 13). Sebutkan dasar itu."
            ),
        ),
        (
            is_fixed and not fixed,
            _("Cara hari tetap memerlukan paling sedikit satu hari WFH tetap."),
        ),
        (
            not is_fixed and bool(fixed),
            _(
                "Cara bergilir tidak memakai hari WFH tetap. Kosongkan hari tetap"
                " atau ganti caranya."
            ),
        ),
        (
            bool(fixed & barred),
            _("Hari yang sama ditetapkan sebagai hari WFH tetap dan hari wajib di kantor."),
        ),
        (
            is_fixed and len(fixed) > policy.most_per_week,
            _("Hari WFH tetap lebih banyak daripada WFH terbanyak seminggu."),
        ),
        (
            max(policy.least_per_week, policy.target_per_week) > len(open_days - {5}),
            _("Hari wajib di kantor tidak menyisakan hari yang cukup untuk sasaran WFH."),
        ),
        *_contradictions_of_flexible_days(policy, open_days),
        (
            policy.remind_after_days < 1 or policy.escalate_after_days <= policy.remind_after_days,
            _(
                "Giliran diingatkan paling cepat setelah satu hari kerja, dan diteruskan ke"
                " jenjang berikutnya sesudah pengingat itu."
            ),
        ),
    ]
    return [text for broken, text in checks if broken]


def _contradictions_of_flexible_days(policy, open_days):
    """Perpres 21/2023, Art. 8 lets the hours be flexible: between two times that are written."""
    if not policy.flexible_per_week:
        return []
    start, end = policy.flexible_from, policy.flexible_until
    return [
        (
            start is None or end is None,
            _("Hari jam fleksibel memerlukan jam masuk paling awal dan paling akhir."),
        ),
        (
            start is not None and end is not None and start >= end,
            _("Jam masuk paling akhir harus sesudah jam masuk paling awal."),
        ),
        (
            policy.flexible_per_week > len(open_days - {5}),
            _("Hari wajib di kantor tidak menyisakan hari yang cukup untuk hari jam fleksibel."),
        ),
    ]


def headcounts(floors, day):
    """Return {floor pk: people it speaks of on the day}, in at most three queries."""
    floors = list(floors)
    if not floors:
        return {}
    tree = unit_tree()
    groups = {}
    counted = postings_on(day).order_by().values("unit_id", "position_id").annotate(n=Count("pk"))
    for row in counted:
        groups[row["unit_id"], row["position_id"]] = row["n"]
    skilled = {}
    if any(floor.skill_id for floor in floors):
        holders = EmployeeSkill.objects.filter(
            skill_id__in={floor.skill_id for floor in floors if floor.skill_id},
            starts_on__lte=day,
            employee__postings__in=postings_on(day).order_by(),
        ).exclude(ends_on__lt=day)
        rows = holders.values("skill_id", "employee__postings__unit_id").annotate(
            n=Count("employee_id", distinct=True)
        )
        for row in rows:
            skilled[row["skill_id"], row["employee__postings__unit_id"]] = row["n"]
    found = {}
    for floor in floors:
        inside = set(tree.descendants_of(floor.unit_id, include_self=True))
        if floor.skill_id:
            found[floor.pk] = sum(
                n
                for (skill, unit), n in skilled.items()
                if skill == floor.skill_id and unit in inside
            )
        else:
            found[floor.pk] = sum(
                n
                for (unit, position), n in groups.items()
                if unit in inside and floor.position_id in (None, position)
            )
    return found


def warnings(policy, floors, day):
    """Return sentences on what is lawful but probably not meant; the page shows them."""
    found = []
    counts = headcounts(floors, day)
    for floor in floors:
        have = counts[floor.pk]
        if floor.on_site > have:
            found.append(
                ngettext(
                    "“%(text)s” meminta %(wanted)s orang, padahal hanya %(have)s orang yang ada.",
                    "“%(text)s” meminta %(wanted)s orang, padahal hanya %(have)s orang yang ada.",
                    have,
                )
                % {"text": floor.text, "wanted": floor.on_site, "have": have}
            )
    if policy.share_at_home == 0 and policy.target_per_week > 0:
        found.append(
            _("Bagian terbanyak di rumah adalah 0 %, jadi sasaran WFH tidak pernah tercapai.")
        )
    if policy.target_per_week == 0:
        found.append(_("Sasaran WFH adalah 0 hari, jadi perencana tidak menjadwalkan WFH."))
    if policy.ends_on is not None:
        found.append(
            _(
                "Setelah kebijakan ini berakhir, berlaku kebijakan unit di atasnya;"
                " bila tidak ada, semua di kantor."
            )
        )
    return found
