"""Addresses of the reports, the setup steps and the public landing page's room."""

from django.urls import path

from reports.views import month, public, savings, setup, summary, trail, weekly

app_name = "reports"

urlpatterns = [
    path("publik/", public.public, name="public"),
    path("publik/data.csv", public.public_csv, name="public_csv"),
    path("publik/data.json", public.public_json, name="public_json"),
    path("ringkasan/", summary.summary, name="summary"),
    path("jejak/", trail.trail, name="trail"),
    path("penghematan/", savings.savings, name="savings"),
    path("penghematan/parameter/", savings.savings_parameter, name="savings_parameter"),
    path("mulai/", setup.setup, name="setup"),
    path("laporan/", weekly.report_list, name="report_list"),
    path("laporan/susun-ulang/", weekly.rebuild, name="rebuild"),
    path("laporan/berkala/", weekly.period_list, name="period_list"),
    path("laporan/bulan/", month.month_page, name="month_page"),
    path("laporan/bulan/xlsx/", month.month_xlsx, name="month_xlsx"),
    path("laporan/kirim-ulang/", weekly.resend, name="resend"),
    path("laporan/<int:pk>/", weekly.report_detail, name="report_detail"),
    path("laporan/<int:pk>/pdf/", weekly.report_pdf, name="report_pdf"),
    path("laporan/<int:pk>/csv/", weekly.report_csv, name="report_csv"),
    path("laporan/<int:pk>/xlsx/", weekly.report_xlsx, name="report_xlsx"),
]
