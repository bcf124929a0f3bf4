"""Addresses of this room."""

import datetime

from django.urls import path, register_converter

from attendance.views import (
    activities,
    corrections,
    device_files,
    discipline,
    exchange,
    findings,
    kiosk_screen,
    kiosks,
    live,
    outages,
    phone,
    privacy,
    report_review,
    response_checks,
    team,
    terminals,
    today,
    work_reports,
)

app_name = "attendance"


class WorkDate:
    """A work date in an address: 2026-12-07. Anything else does not exist."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return datetime.date.fromisoformat(value)

    def to_url(self, value):
        return value.isoformat()


register_converter(WorkDate, "workdate")

urlpatterns = [
    path("hari-ini/", today.today, name="today"),
    path("luring/", phone.offline, name="offline"),
    path("sw.js", phone.service_worker, name="service_worker"),
    path("manifest.webmanifest", phone.manifest, name="manifest"),
    path("presensi/<str:direction>/", today.check_in, name="check_in"),
    path("rumah/", today.home, name="home"),
    path("rumah/sementara/", today.temporary_place, name="temporary_place"),
    path("laporan-harian/", work_reports.work_report_list, name="work_report_list"),
    path("laporan-harian/periksa/", report_review.work_report_review, name="work_report_review"),
    path(
        "laporan-harian/periksa/<int:pk>/",
        report_review.work_report_decide,
        name="work_report_decide",
    ),
    path("laporan-harian/<workdate:day>/", work_reports.work_report, name="work_report"),
    path("laporan-harian/bukti/<uuid:pk>/", work_reports.work_report_file, name="work_report_file"),
    path("data-saya/", privacy.own_data, name="own_data"),
    path("data-saya/semua.zip", privacy.own_data_zip, name="own_data_zip"),
    path("unduh-data/", exchange.exchange_page, name="exchange_page"),
    path(
        "unduh-data/berkas.xlsx",
        exchange.exchange_file,
        {"form": "xlsx"},
        name="exchange_xlsx",
    ),
    path("unduh-data/berkas.csv", exchange.exchange_file, {"form": "csv"}, name="exchange_csv"),
    path("api/v1/petunjuk/", exchange.api_docs, name="api_docs"),
    path("keterangan/", findings.own_findings, name="own_findings"),
    path("keterangan/<int:pk>/", findings.absence_detail, name="absence_detail"),
    path("tim/keterangan/", findings.absence_list, name="absence_list"),
    path("indikasi/", findings.indication_list, name="indication_list"),
    path("indikasi/<int:pk>/", findings.indication_detail, name="indication_detail"),
    path("disiplin/", discipline.warning_list, name="warning_list"),
    path("disiplin/<int:pk>/", discipline.warning_detail, name="warning_detail"),
    path("disiplin/<int:pk>/bukti.pdf", discipline.warning_pdf, name="warning_pdf"),
    path("pengawasan/", discipline.watch_rules, name="watch_rules"),
    path("pengawasan/baru/", discipline.watch_rules_new, name="watch_rules_new"),
    path("gangguan/", outages.outage_list, name="outage_list"),
    path("gangguan/baru/", outages.outage_new, name="outage_new"),
    path("gangguan/<int:pk>/batal/", outages.outage_withdraw, name="outage_withdraw"),
    path("gangguan/<int:pk>/maklum/", corrections.outage_excuse, name="outage_excuse"),
    path("koreksi/", corrections.correction_list, name="correction_list"),
    path("koreksi/antrean/", corrections.correction_queue, name="correction_queue"),
    path("koreksi/<workdate:day>/", corrections.correction_new, name="correction_new"),
    path("koreksi/<int:pk>/", corrections.correction_detail, name="correction_detail"),
    path("koreksi/bukti/<uuid:pk>/", corrections.correction_file, name="correction_file"),
    path("koreksi/<int:pk>/tarik/", corrections.correction_withdraw, name="correction_withdraw"),
    path("koreksi/<int:pk>/batal/", corrections.correction_undo, name="correction_undo"),
    path("nomor-kegiatan/", activities.activity_number_list, name="activity_list"),
    path("kiosk/", kiosks.kiosk_list, name="kiosk_list"),
    path("kiosk/buka/", kiosks.kiosk_new, name="kiosk_new"),
    path("kiosk/<int:pk>/tutup/", kiosks.kiosk_close, name="kiosk_close"),
    path("kiosk/pin/", kiosks.kiosk_pin, name="kiosk_pin"),
    path("kiosk/pin/serah/", kiosks.kiosk_pin_hand_over, name="kiosk_pin_hand_over"),
    path("kiosk/layar/", kiosk_screen.kiosk_screen, name="kiosk_screen"),
    path("kiosk/layar/pin/", kiosk_screen.kiosk_new_pin, name="kiosk_new_pin"),
    path("kiosk/layar/presensi/", kiosk_screen.kiosk_tap, name="kiosk_tap"),
    path("terminal/", terminals.terminal_list, name="terminal_list"),
    path("terminal/baru/", terminals.terminal_new, name="terminal_new"),
    path("terminal/<int:pk>/", terminals.terminal_detail, name="terminal_detail"),
    path("terminal/<int:pk>/pin/", terminals.terminal_pin, name="terminal_pin"),
    path("terminal/<int:pk>/kolom/", terminals.terminal_columns, name="terminal_columns"),
    path("terminal/<int:pk>/berkas/", terminals.device_file_new, name="device_file_new"),
    path("terminal/berkas/<int:pk>/", device_files.device_file_detail, name="device_file_detail"),
    path(
        "terminal/berkas/<int:pk>/kemajuan/",
        device_files.device_file_progress,
        name="device_file_progress",
    ),
    path(
        "terminal/berkas/<int:pk>/terapkan/",
        device_files.device_file_apply,
        name="device_file_apply",
    ),
    path(
        "terminal/berkas/<int:pk>/periksa/",
        device_files.device_file_check,
        name="device_file_check",
    ),
    path(
        "terminal/berkas/<int:pk>/batal/",
        device_files.device_file_discard,
        name="device_file_discard",
    ),
    path("panggilan/", response_checks.own_response_checks, name="own_response_checks"),
    path("panggilan/sekarang/", response_checks.response_call_now, name="response_call_now"),
    path(
        "panggilan/<int:pk>/", response_checks.response_check_detail, name="response_check_detail"
    ),
    path(
        "panggilan/<int:pk>/jawab/",
        response_checks.response_check_answer,
        name="response_check_answer",
    ),
    path("tim/panggilan/", response_checks.response_check_list, name="response_check_list"),
    path("tim/panggilan/baru/", response_checks.response_check_new, name="response_check_new"),
    path("tim/", team.team, name="team"),
    path("tim/kini/", live.team_now, name="team_now"),
    path("kota/", live.city, name="city"),
    path("kota/kini/", live.city_now, name="city_now"),
    path("tim/ingatkan/<int:pk>/", team.remind, name="remind"),
    path("tim/presensi/", team.check_in_review_list, name="check_in_review_list"),
    path("tim/presensi/<int:pk>/", team.check_in_review, name="check_in_review"),
]
