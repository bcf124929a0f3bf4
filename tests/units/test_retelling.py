"""Kept Indonesian sentences are told again in English; what people wrote stays as it is."""

import pytest
from django.utils import translation

from units.retelling import retold

TOLD = {
    "hanya baris yang baik": "only the good rows",
    "Bidang Ekonomi ditetapkan administratif.": "Bidang Ekonomi is classified as back office.",
    # a date, and a percent sign
    "Masa tunggu 90 hari sejak penempatan 7 Desember 2026 berlangsung sampai 6 Maret 2027.": (
        "The waiting period of 90 days since the posting on 7 December 2026 runs until"
        " 6 March 2027."
    ),
    "Bidang A: paling banyak 50 % di rumah": "Bidang A: at most 50% at home",
    # one sentence inside the other
    "Tidak ada pegawai yang memenuhi syarat WFH. Sebab terbanyak: Bidang A ditetapkan sebagai"
    " pelayanan langsung.": (
        "No employee is eligible for WFH. The most common reason: Bidang A is classified as"
        " service-facing."
    ),
    "Diterima setelah ditinjau: Lokasi kurang teliti.": (
        "Accepted after review: The location is not accurate enough."
    ),
    # several sentences, and plurals
    "1 pegawai memenuhi syarat, 2 hari WFH. Pembagian sah, tetapi belum terbukti yang terbaik.": (
        "1 employee eligible, 2 WFH days. The distribution is lawful but not proven best yet."
    ),
    "12 pegawai memenuhi syarat, 20 hari WFH.": "12 employees eligible, 20 WFH days.",
    # a cell of a spreadsheet, with numbers
    "JUMLAH: harus antara 1 dan 31": "JUMLAH: must be between 1 and 31",
    "Koreksi periode 7 Des 2026 – 3 Jan 2027 menurut catatan terbaru: porsi 0,80, terhitung"
    " 1 hari, rata-rata kelompok 0,20": (
        "Correction of the period 7 Dec 2026 – 3 Jan 2027 by the latest records: share 0.80,"
        " days counted 1, average of the group 0.20"
    ),
}


@pytest.mark.parametrize("text", TOLD)
def test_a_sentence_of_the_portal_is_told_in_english(text):
    with translation.override("en"):
        assert retold(text) == TOLD[text]


@pytest.mark.parametrize("text", TOLD)
def test_indonesian_stays_as_it_was_kept(text):
    assert retold(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Saya mengantar anak ke sekolah. Terima kasih",
        "Rapat 7 Desember 2026 dan evaluasi",
        "Catatan: lihat surat",
        "%(unit)s ditetapkan administratif",
    ],
)
def test_what_a_person_wrote_stays(text):
    with translation.override("en"):
        assert retold(text) == text
