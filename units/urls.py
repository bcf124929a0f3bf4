"""Addresses of this room."""

from django.urls import path

from units.views import (
    accounts,
    imports,
    jobs,
    mandates,
    notices,
    people,
    postings,
    tokens,
    units,
    webhooks,
)

app_name = "units"

urlpatterns = [
    path("unit/", units.unit_list, name="unit_list"),
    path("unit/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("unit/<int:pk>/klasifikasi/", units.unit_classify, name="unit_classify"),
    path("unit/<int:pk>/pelaksana/", mandates.unit_appoint, name="unit_appoint"),
    path(
        "unit/<int:pk>/pelaksana/<int:posting_pk>/akhiri/", mandates.acting_end, name="acting_end"
    ),
    path("jabatan/", units.position_list, name="position_list"),
    path("jabatan/<int:pk>/", units.position_edit, name="position_edit"),
    path("pegawai/", people.employee_list, name="employee_list"),
    path("pegawai/<int:pk>/", people.employee_detail, name="employee_detail"),
    path("pegawai/<int:pk>/keterampilan/", people.skill_add, name="skill_add"),
    path("pegawai/<int:pk>/keterampilan/<int:held_pk>/akhiri/", people.skill_end, name="skill_end"),
    path(
        "pegawai/<int:pk>/rumah/<int:home_pk>/konfirmasi/",
        people.home_confirm,
        name="home_confirm",
    ),
    path("pegawai/<int:pk>/pengecualian/", people.exclusion_add, name="exclusion_add"),
    path(
        "pegawai/<int:pk>/pengecualian/<int:exclusion_pk>/akhiri/",
        people.exclusion_end,
        name="exclusion_end",
    ),
    path("pegawai/<int:pk>/penempatan/", postings.posting_new, name="posting_new"),
    path("pegawai/<int:pk>/berhenti/", people.employee_leave, name="employee_leave"),
    path("pegawai/<int:pk>/kode-aktivasi/", accounts.activation_code, name="activation_code"),
    path("akun/aktivasi/", accounts.activate, name="activate"),
    path("aplikasi/webhook/", webhooks.webhook_list, name="webhook_list"),
    path("aplikasi/webhook/<int:pk>/", webhooks.webhook_log, name="webhook_log"),
    path("aplikasi/webhook/<int:pk>/hentikan/", webhooks.webhook_stop, name="webhook_stop"),
    path("aplikasi/webhook/<int:pk>/jalankan/", webhooks.webhook_resume, name="webhook_resume"),
    path("aplikasi/token/", tokens.token_list, name="token_list"),
    path("aplikasi/token/<int:pk>/cabut/", tokens.token_revoke, name="token_revoke"),
    path("pekerjaan/", jobs.job_list, name="job_list"),
    path("pekerjaan/<slug:key>/", jobs.job_log, name="job_log"),
    path("pekerjaan/<slug:key>/jalankan/", jobs.job_run, name="job_run"),
    path("peran/", accounts.role_list, name="role_list"),
    path("peran/akun/", accounts.account_open, name="account_open"),
    path("peran/<int:pk>/akhiri/", accounts.role_end, name="role_end"),
    path("pemberitahuan/", notices.notice_list, name="notice_list"),
    path("pemberitahuan/<int:pk>/buka/", notices.notice_open, name="notice_open"),
    path("pemberitahuan/atur/", notices.notice_settings, name="notice_settings"),
    path("pemberitahuan/surel/", notices.mailing_list, name="mailing_list"),
    path("impor/", imports.import_list, name="import_list"),
    path("impor/baru/<slug:kind>/", imports.import_new, name="import_new"),
    path("impor/templat/<slug:kind>.xlsx", imports.import_template, name="import_template"),
    path("impor/<int:pk>/", imports.import_detail, name="import_detail"),
    path("impor/<int:pk>/kemajuan/", imports.import_progress, name="import_progress"),
    path("impor/<int:pk>/terapkan/", imports.import_apply, name="import_apply"),
    path("impor/<int:pk>/batalkan/", imports.import_discard, name="import_discard"),
    path("impor/<int:pk>/ditolak.xlsx", imports.import_errors, name="import_errors"),
    path("ekspor/<slug:kind>.xlsx", imports.export, {"form": "xlsx"}, name="export"),
    path("ekspor/<slug:kind>.csv", imports.export, {"form": "csv"}, name="export_csv"),
]
