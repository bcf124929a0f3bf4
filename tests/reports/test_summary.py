"""The leadership's page: a day and a week in one screen, the same as text, each figure a link."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from reports.models import Report
from reports.services.weekly import build_week
from schedules.models import Away, Floor
from tests.reports.conftest import MON, WEEK
from units.models import Classification, RoleGrant

PAGE = reverse("reports:summary")
pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(city, monday):
    """Bagus with the role of the leadership."""
    RoleGrant.objects.filter(user=city.bagus).delete()
    RoleGrant.objects.create(user=city.bagus, role="leadership", starts_on=MON)
    return city.bagus


def lines_of(answer):
    text = answer.context["text"]
    return text.splitlines()


def test_the_page_and_its_text_by_hand(city, week, mayor, as_):
    build_week(WEEK)
    answer = as_(mayor).get(PAGE)
    report = Report.objects.get(unit=city.root)
    assert lines_of(answer) == [
        "WFH Kota Bekasi, Senin, 7 Desember 2026",
        "- Terjadwal di rumah hari ini: 0 (0\u00a0% dari 8 pegawai yang bekerja)",
        "- Layanan kurang dari batas minimal hari ini: 0",
        "",
        "Minggu 30 November – 6 Desember 2026",
        "- Kurang dari batas minimal: 1 (Bidang Ekonomi, Kamis)",
        "- WFH belum tervalidasi: 2 (66,7\u00a0% dari 3 hari di rumah)",
        "- Belum ada keterangan: 1",
        "- Rencana rotasi belum terbit: 0",
        "",
        answer.context["document"].lead,
    ]
    page = answer.content.decode()
    assert f'href="/laporan/{report.pk}/#kurang"' in page
    assert "kesenjangan yang masih dapat diratakan: 0 pegawai" in page
    for definition in ("Hari di rumah lainnya: belum melapor", "Jumlah itu kurang dari batas"):
        assert definition in page


def test_a_counter_without_anybody_stands_on_the_page_of_today(city, week, mayor, as_, policy):
    Floor.objects.create(policy=policy, unit=city.counter, text="Loket ≥ 1", on_site=1)
    Classification.objects.create(
        unit=city.service, service_class="service_facing", reason="Loket", legal_basis="SE",
        starts_on=MON, decided_by=city.wati.user, decided_at=city.wati.user.date_joined,
        doable_off_site=False, no_special_equipment=False, uses_ict=True,
        little_face_to_face=False, no_constant_supervision=True,
    )  # fmt: skip
    today = WEEK.replace(month=12, day=7)
    Away.objects.create(
        employee=city.umar, kind="cuti", starts_on=today, ends_on=today,
        recorded_by=city.wati.user, recorded_at=city.wati.user.date_joined,
    )  # fmt: skip
    cache.clear()
    assert lines_of(as_(mayor).get(PAGE))[2] == (
        f"- Layanan kurang dari batas minimal hari ini: 1 ({city.service.name})"
    )


def test_before_the_first_report_the_day_is_there(city, mayor, as_):
    answer = as_(mayor).get(PAGE)
    assert lines_of(answer)[0] == "WFH Kota Bekasi, Senin, 7 Desember 2026"
    assert "Laporan mingguan pertama belum disusun" in answer.content.decode()


def test_the_leadership_starts_here_and_the_council_does_not(city, mayor, as_):
    assert as_(mayor).get("/").url == PAGE
    RoleGrant.objects.filter(user=mayor).update(role="council")
    assert as_(mayor).get("/").url == reverse("reports:report_list")
    assert as_(mayor).get(PAGE).status_code == 403
