"""Files that people hand in: known by their content, made harmless, erased with their bytes."""

import io
import zlib
from struct import pack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from units.decisions import Refused
from units.files import SELFIE_SIDE, erase_files, file_response, harmless, keep_file
from units.models import FileContent, PrivateFile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def picture(kind="JPEG", size=(1200, 900), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else None).save(out, kind, **options)
    return out.getvalue()


def upload(data, name="foto.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)


def gps():
    exif = Image.Exif()
    exif[0x010F] = "Ponsel Rahasia"
    exif.get_ifd(0x8825)[2] = (6.0, 18.0, 44.4)
    return exif


def bomb():
    """A PNG of 60,000 x 60,000 pixels in a few hundred bytes."""

    def chunk(kind, body):
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(bytes(1000))),
            chunk(b"IEND", b""),
        )
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_small_jpeg_with_nothing_but_its_pixels(city, kind):
    data = picture(kind, exif=gps())
    assert b"Ponsel Rahasia" in data
    file = keep_file(upload(data + b"<script>"), actor=city.sari.user, side=SELFIE_SIDE)
    kept = bytes(file.content.data)
    assert b"Ponsel Rahasia" not in kept and b"<script>" not in kept
    clean = Image.open(io.BytesIO(kept))
    assert (clean.format, clean.size, dict(clean.getexif())) == ("JPEG", (480, 360), {})
    assert (file.content_type, file.size) == ("image/jpeg", len(kept))


def test_a_picture_stands_upright_after_its_orientation_is_gone():
    exif = Image.Exif()
    exif[0x0112] = 6
    _kind, kept = harmless(upload(picture(size=(800, 600), exif=exif)))
    assert Image.open(io.BytesIO(kept)).size == (600, 800)


def test_a_see_through_picture_gets_a_white_ground():
    _kind, kept = harmless(upload(picture("PNG", (50, 50), "RGBA")))
    assert Image.open(io.BytesIO(kept)).getpixel((5, 5)) == (255, 255, 255)


def test_a_document_stays_as_it_is_and_a_selfie_is_no_document(city):
    assert harmless(upload(PDF, "bukti.exe", "image/png")) == ("application/pdf", PDF)
    with pytest.raises(Refused, match="bukan gambar"):
        harmless(upload(PDF), documents=False)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<html><script>1</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00", b"PK\x03\x04", b"\xff\xd8\xff\xe0 half a picture", b"GIF89a" + bytes(40),
        picture()[:600], bomb(),
    ],
)  # fmt: skip
def test_whatever_is_no_picture_or_document_is_not_kept(city, data):
    with pytest.raises(Refused):
        keep_file(upload(data), actor=city.sari.user)
    assert not PrivateFile.objects.exists()


def test_a_large_file_is_refused_by_size(city, settings):
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    with pytest.raises(Refused, match="lebih besar dari 2 MB"):
        keep_file(upload(PDF + bytes(2 * 1024 * 1024)), actor=city.sari.user)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\foto\\nota dinas.exe", "nota dinas.pdf"),
        ('a"\r\nSet-Cookie: x', "a___Set-Cookie_ x.pdf"),
        ("..", "berkas.pdf"),
        ("n" * 300, "n" * 100 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere(city, name, shown):
    one = upload(PDF)
    one._name = name
    assert keep_file(one, actor=city.sari.user).name == shown


def test_a_file_is_sent_as_what_it_is_and_runs_nothing(city):
    file = keep_file(upload(PDF, "nota é.pdf"), actor=city.sari.user)
    answer = file_response(file, inline=True)
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    seen = file_response(keep_file(upload(picture()), actor=city.sari.user), inline=True)
    assert seen["Content-Disposition"].startswith("inline")


def test_erasing_takes_the_bytes(city):
    for _ in range(3):
        keep_file(upload(PDF), actor=city.sari.user)
    assert erase_files(PrivateFile.objects.all(), at_most=2) == 3
    assert not FileContent.objects.exists()
