"""The list pages of the portal: each as the role that sees the most rows there, and its queries.

A page stands here once for each way that costs differently: first and last page, a filter, a
search that finds a common name and one that finds nothing. `queries` is literal: the same for
1,000 people and for 20,000, on SQLite and on PostgreSQL. Words in braces are in the Sample of
`full_lists.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """An address, the role that opens it, and the queries that it takes at any size.

    `times` is how many times an empty list it may cost in a city of full size: an empty list takes
    5 to 7 ms of processor time, so that 40 of them stay below 300 ms. A page that works an answer
    out of a whole plan instead of listing rows has a bound of its own. `later` are the queries of
    a page whose plan waits for somebody else in the demo city of full size: the turn is dated.
    """

    address: str
    role: str
    queries: int
    times: int = 40
    later: int = 0


PAGES = (
    # --- units
    Page("/unit/", "bkpsdm", 10),
    Page("/unit/?opd={biggest}&page=999999", "bkpsdm", 10),
    Page("/unit/?q=seksi", "bkpsdm", 10),
    Page("/unit/?q=tidakada", "bkpsdm", 10),
    Page("/unit/?kelas=service_facing", "bkpsdm", 10),
    Page("/unit/", "head", 13),
    Page("/unit/{crowd}/", "bkpsdm", 23),
    Page("/unit/{crowd}/?page=999999", "bkpsdm", 23),
    Page("/unit/{biggest}/", "bkpsdm", 23),
    Page("/unit/{root}/", "bkpsdm", 22),
    Page("/jabatan/", "bkpsdm", 8),
    Page("/jabatan/?page=999999", "bkpsdm", 8),
    Page("/jabatan/?q=a", "bkpsdm", 8),
    Page("/jabatan/?kehadiran=pengecualian", "bkpsdm", 8),
    Page("/pegawai/", "bkpsdm", 10),
    Page("/pegawai/?page=999999", "bkpsdm", 10),
    Page("/pegawai/?q={common_name}", "bkpsdm", 10),
    Page("/pegawai/?q={common_name}&page=999999", "bkpsdm", 10),
    Page("/pegawai/?q=tidakada", "bkpsdm", 8),
    Page("/pegawai/?q=1980", "bkpsdm", 10),
    Page("/pegawai/?unit={biggest}", "bkpsdm", 11),
    Page("/pegawai/?unit={biggest}&page=999999", "bkpsdm", 11),
    Page("/pegawai/", "head", 12),
    Page("/pegawai/?page=999999", "head", 12),
    Page("/pegawai/?q={common_name}", "head", 12),
    Page("/pegawai/{person}/", "bkpsdm", 17),
    Page("/impor/", "bkpsdm", 8),
    Page("/impor/?page=999999", "bkpsdm", 8),
    Page("/impor/{import_run}/", "bkpsdm", 7),
    Page("/impor/{import_run}/?page=999999", "bkpsdm", 7),
    Page("/impor/{import_run}/?hasil=refused", "bkpsdm", 7),
    Page("/aplikasi/token/", "bkpsdm", 9),
    Page("/peran/", "bkpsdm", 9),
    Page("/peran/?page=999999", "bkpsdm", 9),
    # --- schedules
    Page("/kalender/", "bkpsdm", 13),
    Page("/kalender/?unit={crowd}", "bkpsdm", 13),
    Page("/jam-kerja/", "bkpsdm", 8),
    Page("/kebijakan/", "bkpsdm", 8),
    Page("/kebijakan/?page=999999", "bkpsdm", 8),
    Page("/kebijakan/{policy}/", "bkpsdm", 13),
    Page("/periode/", "bkpsdm", 9),
    Page("/periode/?page=999999", "bkpsdm", 9),
    Page("/rencana/", "bkpsdm", 12),
    Page("/rencana/?periode={period}", "bkpsdm", 12),
    Page("/rencana/?status=none", "bkpsdm", 11),
    Page("/rencana/?cari=tidakada", "bkpsdm", 9),
    Page("/rencana/", "sekda", 12),
    Page("/rencana/{plan}/", "bkpsdm", 17),
    Page("/rencana/{plan}/", "plan_head", 20),
    Page("/rencana/{draft}/", "plan_head", 23, later=26),
    Page("/rencana/{plan}/papan/{part_unit}/", "bkpsdm", 13),
    Page("/rencana/{plan}/papan/{part_unit}/", "plan_head", 14),
    Page("/rencana/{plan}/papan/{part_unit}/?nama=tidakada", "plan_head", 14),
    Page("/rencana/{plan}/papan/{part_unit}/?diubah=on", "plan_head", 14),
    Page("/rencana/susun/", "bkpsdm", 12),
    Page("/rencana/susun/?page=999999", "bkpsdm", 12),
    Page("/rencana/susun/{run}/", "bkpsdm", 8),
    Page("/rencana/susun/{run}/kemajuan/", "bkpsdm", 8),
    Page("/selisih-porsi/{person}/", "bkpsdm", 8),
    Page("/selisih-porsi/{person}/?page=999999", "bkpsdm", 8),
    Page("/jadwal/", "planned", 23),
    Page("/jadwal/{day}/", "planned", 24),
    Page("/pemerataan/", "planned", 21),
    Page("/pemerataan/", "bkpsdm", 24),
    Page("/pemerataan/unit/{biggest}/", "bkpsdm", 18),
    Page("/pemerataan/unit/{biggest}/?page=999999", "bkpsdm", 18),
    Page("/pemerataan/unit/{part_unit}/", "plan_head", 20),
    Page("/surat/", "bkpsdm", 8),
    Page("/surat/?page=999999", "bkpsdm", 15),
    Page("/surat/", "plan_head", 10),
    Page("/surat/{letter}/", "bkpsdm", 19),
    Page("/surat/{letter}/?page=999999", "plan_head", 23),
    Page("/ketidakhadiran/", "bkpsdm", 8),
    Page("/ketidakhadiran/?page=999999", "bkpsdm", 8),
    Page("/ketidakhadiran/?lampau=1&page=999999", "bkpsdm", 8),
    Page("/ketidakhadiran/?cari={common_name}", "bkpsdm", 9),
    Page("/ketidakhadiran/?cari=tidakada", "bkpsdm", 8),
    Page("/ketidakhadiran/", "head", 9),
    Page("/ketidakhadiran/saya/", "planned", 7),
    Page("/ketidakhadiran/saya/?page=999999", "planned", 7),
    Page("/ketidakhadiran/periksa/", "plan_head", 9),
    Page("/ketidakhadiran/periksa/?page=999999", "plan_head", 9),
    Page("/selisih-porsi/{person}/", "bkpsdm", 8),
    Page("/pasangan-terpisah/", "plan_head", 9),
    Page("/pasangan-terpisah/?page=999999", "plan_head", 9),
    Page("/preferensi/", "planned", 10),
    Page("/preferensi/periksa/", "plan_hr", 8),
    Page("/rencana/perbaikan/", "bkpsdm", 9),
    Page("/rencana/perbaikan/", "plan_head", 12),
    Page("/tukar-hari/", "planned", 8),
    Page("/tukar-hari/?page=999999", "planned", 8),
    Page("/tukar-hari/", "plan_head", 10),
    Page("/tukar-hari/baru/", "planned", 11),
    Page("/peninjauan/", "planned", 7),
    Page("/peninjauan/?page=999999", "planned", 7),
    Page("/peninjauan/", "bkpsdm", 9),
    Page("/peninjauan/?antrean=999999", "bkpsdm", 9),
    Page("/peninjauan/", "plan_head", 8),
    Page("/peninjauan/register/", "bkpsdm", 9),
    Page("/peninjauan/register/?page=999999", "bkpsdm", 9),
    Page("/peninjauan/register/?keadaan=late", "bkpsdm", 9),
    Page("/peninjauan/register/?unit={biggest}", "bkpsdm", 11),
    Page("/jadwal/{day}/andai/", "planned", 32, times=70),
    Page("/rencana/{plan}/papan/{part_unit}/andai/?{cell}", "plan_head", 18, times=70),
    Page("/rencana/{plan}/perbaikan/{repair}/", "plan_head", 43, times=400),
    Page("/penarikan/", "bkpsdm", 8),
    Page("/penarikan/", "plan_head", 9),
    Page("/penarikan/?page=999999", "plan_head", 9),
    Page("/penarikan/baru/?tanggal={day}", "plan_head", 14),
    Page("/penarikan/{recall}/", "plan_head", 13),
    Page("/darurat/", "bkpsdm", 8),
    Page("/darurat/?page=999999", "bkpsdm", 8),
    Page("/darurat/", "plan_head", 9),
    Page("/darurat/baru/", "bkpsdm", 8),
    Page("/darurat/{emergency}/", "bkpsdm", 16),
    Page("/darurat/{emergency}/", "plan_head", 19),
    # --- attendance
    Page("/hari-ini/", "planned", 18),
    Page("/hari-ini/", "head", 34, later=35),
    Page("/rumah/", "planned", 7),
    Page("/laporan-harian/", "planned", 16),
    Page("/laporan-harian/?page=999999", "planned", 16),
    Page("/laporan-harian/periksa/", "plan_head", 11),
    Page("/laporan-harian/periksa/?page=999999", "plan_head", 11),
    Page("/gangguan/", "bkpsdm", 8),
    Page("/gangguan/?page=999999", "bkpsdm", 8),
    Page("/tim/", "head", 23),
    Page("/tim/?unit={crowd_of_head}", "head", 34),
    Page("/tim/", "plan_head", 23),
    Page("/tim/presensi/", "head", 9),
    Page("/tim/presensi/?page=999999", "head", 9),
    # --- reports
    Page("/mulai/", "bkpsdm", 23),
    Page("/laporan/", "bkpsdm", 10),
    Page("/laporan/?page=999999", "bkpsdm", 10),
    Page("/laporan/", "head", 10),
    Page("/laporan/{report}/", "bkpsdm", 11),
    Page("/laporan/{report_of_head}/", "head", 15),
    Page("/laporan/{report}/", "dprd", 14),
    Page("/laporan/", "dprd", 8),
    # --- notices
    Page("/pemberitahuan/", "bkpsdm", 8),
    Page("/pemberitahuan/?page=999999", "bkpsdm", 8),
    Page("/pemberitahuan/atur/", "bkpsdm", 7),
    Page("/pemberitahuan/surel/", "bkpsdm", 9),
    Page("/pemberitahuan/surel/?page=999999", "bkpsdm", 9),
)

# Addresses that answer GET without a list: one record, a form or a file.
NO_LIST = frozenset(
    {
        "api:openapi-json", "attendance:api_docs",
        "attendance:exchange_csv", "attendance:exchange_page", "attendance:exchange_xlsx",
        "attendance:check_in_review", "attendance:outage_new", "attendance:outage_withdraw",
        "attendance:work_report_decide", "reports:report_pdf", "reports:report_xlsx",
        "schedules:away_new", "schedules:away_request_detail", "schedules:away_request_new",
        "schedules:away_withdraw", "schedules:emergency_letter_new", "schedules:emergency_progress",
        "schedules:feed",
        "schedules:feed_page", "schedules:floor_new", "schedules:holiday_new",
        "schedules:holiday_withdraw", "schedules:hours_edit", "schedules:hours_end",
        "schedules:hours_new", "schedules:letter_new", "schedules:letter_pdf",
        "schedules:letter_signed_copy", "schedules:letter_to_sign", "schedules:level_new",
        "schedules:plan_part_revise", "schedules:plan_wall", "schedules:policy_edit",
        "schedules:policy_new", "schedules:review_day", "schedules:review_detail",
        "schedules:review_register_xlsx",
        "schedules:review_swap",
        "schedules:swap_detail", "schedules:verification", "schedules:verification_by_number",
        "units:activate", "units:export", "units:export_csv", "units:import_errors",
        "units:import_new", "units:import_progress", "units:import_template",
        "units:position_edit", "units:posting_new", "units:unit_appoint", "units:unit_classify",
    }
)  # fmt: skip
