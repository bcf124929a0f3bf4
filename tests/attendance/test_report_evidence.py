"""What a report counts and proves: quantities with their unit, https links, private files."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from PIL import Image

from attendance.models import WorkReport, WorkReportItem
from attendance.queries.work_reports import evidence_file_for
from attendance.services.work_reports import save_work_plan, submit_work_report
from tests.attendance.conftest import MONDAY, at_time
from units.access import scope_for
from units.decisions import Refused
from units.models import FileContent, PrivateFile

pytestmark = pytest.mark.django_db
URL = reverse("attendance:work_report", args=[MONDAY])
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def evening(city, hours, at_home, time_machine):
    at_home(city.sari, MONDAY)
    time_machine.move_to(at_time(MONDAY, 15, 30), tick=False)
    return city


def item(**changes):
    return {"planned": "Telaah RKPD", "output": "Selesai", **changes}


def jpeg():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


def pdf(name="nota.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def send(city, *items):
    return submit_work_report(city.sari, MONDAY, items, actor=city.sari.user)


def posted(*items, act="save"):
    rows = {"items-TOTAL_FORMS": len(items), "items-INITIAL_FORMS": 0, "act": act}
    for number, one in enumerate(items):
        rows |= {f"items-{number}-{name}": value for name, value in one.items()}
    return rows


@pytest.mark.parametrize(
    "half",
    [{"quantity": "3"}, {"unit_of_measure": "berkas"}, {"quantity": "0", "unit_of_measure": " "}],
)
def test_a_number_and_its_unit_come_together_or_not_at_all(evening, as_, half):
    answer = as_(evening.sari).post(URL, posted(item(**half)))
    assert "Isi jumlah beserta satuannya, atau kosongkan keduanya." in answer.text
    assert "Telaah RKPD" in answer.text
    with pytest.raises(Refused):
        send(evening, item(**half))
    assert not WorkReport.objects.exists()


def test_both_or_neither_are_taken(evening):
    send(evening, item(quantity=0, unit_of_measure="berkas"), item())
    rows = WorkReportItem.objects.values_list("quantity", "unit_of_measure")
    assert list(rows) == [(0, "berkas"), (None, "")]


@pytest.mark.parametrize("link", ["http://berkas.example/1", "ftp://x.example/1", "javascript:1"])
def test_links_are_https(evening, as_, link):
    answer = as_(evening.sari).post(URL, posted(item(evidence_url=link)))
    assert "field-error" in answer.text or "errorlist" in answer.text or "error" in answer.text
    with pytest.raises(Refused):
        send(evening, item(evidence_url=link))
    assert not WorkReport.objects.exists()
    as_(evening.sari).post(URL, posted(item(evidence_url="https://berkas.example/1")))
    assert WorkReportItem.objects.get().evidence_url == "https://berkas.example/1"


def test_a_file_is_kept_through_later_saves_and_erased_when_it_is_let_go(evening, as_):
    client = as_(evening.sari)
    client.post(URL, posted(item(upload=jpeg()), item(upload=pdf())))
    first, second = WorkReportItem.objects.all()
    assert (first.evidence_file.content_type, second.evidence_file.name) == (
        "image/jpeg", "nota.pdf",
    )  # fmt: skip
    page = client.get(URL).text
    kept = [str(one.evidence_file_id) for one in (first, second)]
    assert all(f'value="{one}"' in page for one in kept)
    client.post(URL, posted(item(kept=kept[0]), item(kept=kept[1], upload=pdf("baru.pdf"))))
    names = [one.evidence_file.name for one in WorkReportItem.objects.all()]
    assert names == ["foto.jpg", "baru.pdf"]
    assert PrivateFile.objects.count() == FileContent.objects.count() == 2
    client.post(URL, posted(item(kept=kept[0], drop="on"), {"kept": kept[1], "planned": ""}))
    assert WorkReportItem.objects.get().evidence_file is None
    assert not PrivateFile.objects.exists()


def test_a_file_of_somebody_else_is_not_taken_over(evening, at_home):
    for one in evening.sari.assignments.all():
        one.pk, one.employee = None, evening.tono
        one.save()
    save_work_plan(evening.tono, MONDAY, [item(upload=pdf())], actor=evening.tono.user)
    foreign = PrivateFile.objects.get()
    send(evening, item(kept=str(foreign.pk)))
    assert WorkReportItem.objects.get(report__employee=evening.sari).evidence_file is None
    assert PrivateFile.objects.get() == foreign


def test_what_is_neither_picture_nor_document_is_refused_and_nothing_kept(evening, as_):
    page = SimpleUploadedFile("nota.html", b"<script>", "text/html")
    answer = as_(evening.sari).post(URL, posted(item(upload=page)))
    assert "Jenis berkas ini tidak diterima." in answer.text
    assert not PrivateFile.objects.exists()
    assert not WorkReport.objects.exists()


def test_only_the_person_the_superiors_and_personnel_read_the_file(evening, as_):
    report = send(evening, item(upload=pdf()))
    file = PrivateFile.objects.get()
    for who in ("sari", "rudi", "dewi", "hana", "wati"):
        assert evidence_file_for(scope_for(getattr(evening, who).user), file.pk) == file
    for who in ("tono", "umar", "yanti"):
        with pytest.raises(Http404):
            evidence_file_for(scope_for(getattr(evening, who).user), file.pk)
    client = as_(evening.rudi)
    link = reverse("attendance:work_report_file", args=[file.pk])
    assert link in client.get(reverse("attendance:work_report_decide", args=[report.pk])).text
    answer = client.get(link)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
