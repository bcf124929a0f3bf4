"""Addresses of this room."""

from django.urls import path

from schedules.views import (
    balances,
    board,
    calendar,
    feeds,
    my_schedule,
    plans,
    policies,
    preferences,
    runs,
)

app_name = "schedules"

urlpatterns = [
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/libur/", calendar.holiday_new, name="holiday_new"),
    path("kalender/libur/<int:pk>/hapus/", calendar.holiday_withdraw, name="holiday_withdraw"),
    path("kalender/muat/", calendar.holidays_load, name="holidays_load"),
    path("jam-kerja/", calendar.hours_list, name="hours_list"),
    path("jam-kerja/baru/", calendar.hours_new, name="hours_new"),
    path("jam-kerja/<int:pk>/ubah/", calendar.hours_edit, name="hours_edit"),
    path("jam-kerja/<int:pk>/akhiri/", calendar.hours_end, name="hours_end"),
    path("kebijakan/", policies.policy_list, name="policy_list"),
    path("kebijakan/baru/", policies.policy_new, name="policy_new"),
    path("kebijakan/<int:pk>/", policies.policy_detail, name="policy_detail"),
    path("kebijakan/<int:pk>/ubah/", policies.policy_edit, name="policy_edit"),
    path(
        "kebijakan/<int:pk>/berlakukan/", policies.policy_put_in_force, name="policy_put_in_force"
    ),
    path("kebijakan/<int:pk>/versi/", policies.policy_new_version, name="policy_new_version"),
    path("kebijakan/<int:pk>/buang/", policies.policy_discard, name="policy_discard"),
    path("kebijakan/<int:pk>/batas/", policies.floor_new, name="floor_new"),
    path(
        "kebijakan/<int:pk>/batas/<int:floor_pk>/hapus/",
        policies.floor_remove,
        name="floor_remove",
    ),
    path("periode/", policies.period_list, name="period_list"),
    path("rencana/susun/", runs.run_new, name="run_new"),
    path("rencana/susun/<int:pk>/", runs.run_detail, name="run_detail"),
    path("rencana/susun/<int:pk>/kemajuan/", runs.run_progress, name="run_progress"),
    path("rencana/susun/<int:pk>/batal/", runs.run_cancel, name="run_cancel"),
    path("rencana/susun/<int:pk>/ulang/", runs.run_retry, name="run_retry"),
    path("jadwal/", my_schedule.my_schedule, name="my_schedule"),
    path("jadwal/kalender/", feeds.feed_page, name="feed_page"),
    path("jadwal/kalender/baru/", feeds.feed_renew, name="feed_renew"),
    path("jadwal/kalender/henti/", feeds.feed_stop, name="feed_stop"),
    path("umpan/<str:token>.ics", feeds.feed, name="feed"),
    path("jadwal/<str:day>/", my_schedule.my_day, name="my_day"),
    path("preferensi/", preferences.preferences, name="preferences"),
    path("preferensi/pengasuh/", preferences.caregiver_claim, name="caregiver_claim"),
    path("preferensi/pengasuh/tarik/", preferences.caregiver_withdraw, name="caregiver_withdraw"),
    path("preferensi/periksa/", preferences.preference_review, name="preference_review"),
    path("preferensi/periksa/<int:pk>/", preferences.caregiver_decide, name="caregiver_decide"),
    path("pasangan-terpisah/", preferences.pair_list, name="pair_list"),
    path("pasangan-terpisah/<int:pk>/akhiri/", preferences.pair_end, name="pair_end"),
    path("selisih-porsi/<int:pk>/", balances.balance_ledger, name="balance_ledger"),
    path("rencana/", plans.plan_list, name="plan_list"),
    path("rencana/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("rencana/<int:pk>/setujui/", plans.plan_approve, name="plan_approve"),
    path("rencana/<int:pk>/terbitkan/", plans.plan_publish, name="plan_publish"),
    path("rencana/<int:pk>/papan/<int:unit_pk>/", board.plan_board, name="plan_board"),
    path("rencana/<int:pk>/papan/<int:unit_pk>/ubah/", board.plan_cell, name="plan_cell"),
    path(
        "rencana/<int:pk>/papan/<int:unit_pk>/ajukan/",
        plans.plan_part_submit,
        name="plan_part_submit",
    ),
    path(
        "rencana/<int:pk>/papan/<int:unit_pk>/kembalikan/",
        plans.plan_part_return,
        name="plan_part_return",
    ),
]
