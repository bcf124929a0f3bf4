"""The main menu: every page that an account may start from, and the few that it needs most.

A link is shown exactly where its view lets the account in (`units.access.requires`), so a menu
never leads to a refusal.
"""

from dataclasses import dataclass
from functools import cache

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# (title, addresses) in the order of the menu
GROUPS = (
    (
        _("Saya"),
        (
            ("attendance:today", _("Hari ini")),
            ("schedules:my_schedule", _("Jadwal saya")),
            ("attendance:work_report_list", _("Laporan harian")),
            ("schedules:fairness", _("Pemerataan")),
            ("schedules:swap_list", _("Tukar hari")),
            ("schedules:away_requests", _("Ketidakhadiran saya")),
            ("schedules:review_list", _("Peninjauan jadwal")),
            ("schedules:preferences", _("Preferensi")),
            ("schedules:feed_page", _("Di kalender ponsel")),
            ("attendance:correction_list", _("Koreksi presensi")),
            ("attendance:home", _("Rumah terdaftar")),
            ("attendance:own_findings", _("Keterangan dan indikasi saya")),
            ("attendance:own_response_checks", _("Panggilan tanggap")),
            ("attendance:kiosk_pin", _("PIN kiosk")),
            ("attendance:own_data", _("Data saya")),
        ),
    ),
    (
        _("Tim dan rencana"),
        (
            ("attendance:team", _("Tim saya")),
            ("attendance:city", _("Kota hari ini")),
            ("attendance:check_in_review_list", _("Tinjau presensi")),
            ("attendance:correction_queue", _("Koreksi presensi tim")),
            ("attendance:work_report_review", _("Periksa laporan harian")),
            ("attendance:response_check_list", _("Panggilan tanggap tim")),
            ("attendance:absence_list", _("Hari tanpa presensi")),
            ("attendance:indication_list", _("Indikasi presensi")),
            ("attendance:warning_list", _("Peringatan disiplin")),
            ("schedules:away_queue", _("Permohonan tidak hadir")),
            ("schedules:recall_list", _("Penarikan ke kantor")),
            ("schedules:emergency_list", _("Keadaan darurat")),
            ("schedules:plan_list", _("Rencana rotasi")),
            ("schedules:letter_list", _("Surat")),
            ("schedules:run_new", _("Susun rencana")),
            ("schedules:repair_list", _("Usulan perbaikan")),
            ("schedules:review_register", _("Register peninjauan")),
            ("schedules:pair_list", _("Pasangan terpisah")),
            ("schedules:preference_review", _("Status pengasuh")),
        ),
    ),
    (
        _("Unit dan pegawai"),
        (
            ("units:unit_list", pgettext_lazy("menu", "Unit kerja")),
            ("units:employee_list", _("Pegawai")),
            ("schedules:away_list", _("Ketidakhadiran")),
            ("units:position_list", pgettext_lazy("menu", "Jabatan")),
            ("units:import_list", _("Impor")),
            ("attendance:kiosk_list", _("Kiosk presensi")),
            ("attendance:terminal_list", _("Terminal presensi")),
            ("attendance:activity_list", _("Nomor kegiatan")),
            ("units:role_list", _("Peran")),
            ("units:token_list", _("Akses aplikasi")),
            ("units:webhook_list", _("Webhook")),
        ),
    ),
    (
        _("Aturan"),
        (
            ("schedules:policy_list", _("Kebijakan")),
            ("schedules:period_list", _("Periode")),
            ("schedules:calendar", _("Kalender kerja")),
            ("schedules:hours_list", _("Jam kerja")),
            ("schedules:shift_list", _("Sif")),
            ("schedules:duty_list", _("Piket hari libur")),
            ("attendance:outage_list", _("Gangguan sistem")),
            ("attendance:watch_rules", _("Pengawasan presensi")),
        ),
    ),
    (
        _("Laporan"),
        (
            ("reports:summary", _("Ringkasan pimpinan")),
            ("reports:report_list", _("Laporan mingguan")),
            ("reports:trail", _("Jejak keputusan")),
            ("reports:savings", _("Penghematan")),
            ("attendance:exchange_page", _("Unduh data")),
            ("units:mailing_list", _("Pengiriman e-mail")),
            ("units:job_list", _("Pekerjaan terjadwal")),
            ("reports:setup", _("Langkah awal")),
        ),
    ),
)
TEXTS = {name: text for _title, links in GROUPS for name, text in links}

# Who needs what most: the bar shows as many as fit, the menu all.
FRONT = (
    (
        lambda scope: scope.is_city_hr,
        ("schedules:plan_list", "units:employee_list", "units:unit_list",
         "reports:report_list", "schedules:policy_list", "attendance:today",
         "schedules:my_schedule"),
    ),
    (
        lambda scope: scope.is_head,
        ("attendance:today", "attendance:team", "schedules:plan_list", "schedules:my_schedule",
         "attendance:work_report_list", "units:employee_list", "reports:report_list"),
    ),
    (
        lambda scope: scope.is_unit_hr,
        ("attendance:today", "units:employee_list", "schedules:plan_list",
         "schedules:my_schedule", "attendance:work_report_list", "units:import_list",
         "reports:report_list"),
    ),
    (
        lambda scope: scope.employee is not None,
        ("attendance:today", "schedules:my_schedule", "attendance:work_report_list",
         "reports:report_list"),
    ),
    (
        lambda scope: True,
        ("reports:summary", "reports:report_list", "reports:trail", "schedules:plan_list",
         "units:unit_list", "schedules:policy_list"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """One entry of the menu; `current` is "page" on it, "true" below it, else ""."""

    text: str
    href: str
    current: str = ""


@dataclass(frozen=True)
class Menu:
    """`front` are the links of the bar, `groups` (title, links) the whole menu."""

    front: list
    groups: list


@cache
def _view_of(name):
    return resolve(reverse(name)).func


def may_open(scope, name):
    """Say whether the view of an address without arguments lets the account in."""
    lets_in = getattr(_view_of(name), "lets_in", None)
    return lets_in is None or bool(lets_in(scope))


def menu_for(scope, path):
    """Return the Menu of an account on the page at `path`; no database is asked."""
    open_names = [name for name in TEXTS if may_open(scope, name)]
    inside = [name for name in open_names if path.startswith(reverse(name))]
    nearest = max(inside, key=lambda name: len(reverse(name)), default=None)

    def link(name):
        href = reverse(name)
        current = "page" if href == path else "true" if name == nearest else ""
        return Link(TEXTS[name], href, current)

    wanted = next(names for applies, names in FRONT if applies(scope))
    groups = [
        (title, [link(name) for name, _text in links if name in open_names])
        for title, links in GROUPS
    ]
    return Menu(
        front=[link(name) for name in wanted if name in open_names],
        groups=[(title, links) for title, links in groups if links],
    )
