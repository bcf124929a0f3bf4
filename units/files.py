"""Files that people hand in: what they really are, made harmless, kept, sent and erased.

The one way in and out for selfies and evidence of every room:

    file = keep_file(form.cleaned_data["file"], actor=request.user)   # inside a transaction
    return file_response(file)                                        # after the view's own check
    erase_files(PrivateFile.objects.filter(...))

The owner has a nullable key to PrivateFile (`on_delete=SET_NULL`) and a view of its own that
checks who may read it.
"""

import io
import warnings

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from units import clock
from units.decisions import Refused
from units.models import FileContent, PrivateFile
from units.wording import file_size

IMAGES = ("JPEG", "PNG", "WEBP")
# Pixels of the largest picture that is opened. Phones take JPEGs of up to 108 million, which are
# unpacked at a fraction of their size; the other formats unpack whole.
MOST_PIXELS = {"JPEG": 120_000_000}
MOST_PIXELS_UNPACKED = 25_000_000
EVIDENCE_SIDE, SELFIE_SIDE = 1600, 480
QUALITY = 80
PDF_START = b"%PDF-"


def _picture(data, side):
    """Return the bytes of a picture as a new JPEG: nothing of its file but the pixels is left.

    Raises Refused where it is no picture, is damaged or has too many pixels.
    """
    broken = Refused(_("Gambar tidak dapat dibaca. Ambil ulang, lalu kirim sebagai JPEG atau PNG."))
    try:
        with warnings.catch_warnings():
            # Pillow's own limit is lower; the size is looked at before a pixel is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=IMAGES)
        width, height = picture.size
        most = MOST_PIXELS.get(picture.format, MOST_PIXELS_UNPACKED)
        if width * height > most or min(width, height) < 1:
            raise Refused(_("Gambar terlalu besar untuk dibuka. Kirim gambar yang lebih kecil."))
        picture.draft("RGB", (side, side))
        picture.load()
        picture = ImageOps.exif_transpose(picture)
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            clear = picture.convert("RGBA")
            picture = Image.new("RGB", clear.size, "white")
            picture.paste(clear, mask=clear.getchannel("A"))
        picture = picture.convert("RGB")
        picture.thumbnail((side, side))
        # A new picture: metadata, colour profiles and hidden data stay behind.
        clean = Image.new("RGB", picture.size)
        clean.paste(picture)
        out = io.BytesIO()
        clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    except Refused:
        raise
    except Exception as damaged:
        # Whatever a picture does to its reader, it is not taken.
        raise broken from damaged
    return out.getvalue()


def _looks_like_a_picture(data):
    return data[:3] == b"\xff\xd8\xff" or data[:8] == b"\x89PNG\r\n\x1a\n" or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )  # fmt: skip


def harmless(upload, *, side=EVIDENCE_SIDE, documents=True):
    """Return (content type, bytes) of an upload as it may be kept, or raise Refused.

    Pictures (JPEG, PNG, WebP by their content) become a JPEG of at most `side` pixels; a PDF
    stays as it is, where `documents` are taken at all. Size limit: UPLOAD_MAX_BYTES.
    """
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            _("Berkas lebih besar dari %(most)s. Kecilkan, lalu kirim lagi.")
            % {"most": file_size(settings.UPLOAD_MAX_BYTES)}
        )
    upload.seek(0)
    data = upload.read(settings.UPLOAD_MAX_BYTES + 1)
    if _looks_like_a_picture(data):
        return PrivateFile.Type.JPEG, _picture(data, side)
    if documents and data.startswith(PDF_START):
        return PrivateFile.Type.PDF, data
    if documents:
        raise Refused(_("Jenis berkas ini tidak diterima. Kirim gambar (JPEG, PNG) atau PDF."))
    raise Refused(_("Berkas ini bukan gambar. Kirim gambar JPEG atau PNG."))


def validate_upload(upload):
    """Say in a form what `harmless` would refuse: a validator of a FileField."""
    try:
        harmless(upload)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal


def _shown_name(name, content_type):
    """Return a name that is safe to show and to save under, with the ending of its real type."""
    stem = str(name or "").replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    letters = "".join(one if one.isalnum() or one in " -_()" else "_" for one in stem)
    ending = ".pdf" if content_type == PrivateFile.Type.PDF else ".jpg"
    return f"{letters.strip(' _')[:100] or 'berkas'}{ending}"


@transaction.atomic
def keep_file(upload, *, actor, side=EVIDENCE_SIDE, documents=True):
    """Keep an upload made harmless and return its PrivateFile; raise Refused as `harmless`."""
    content_type, data = harmless(upload, side=side, documents=documents)
    file = PrivateFile.objects.create(
        name=_shown_name(upload.name, content_type),
        content_type=content_type,
        size=len(data),
        uploaded_by=actor,
        uploaded_at=clock.now(),
    )
    FileContent.objects.create(file=file, data=data)
    return file


def file_response(file, *, inline=False):
    """Send a file to who was checked to read it: as an attachment, pictures also in place.

    No browser guesses its type, runs anything in it or keeps it.
    """
    inline = inline and file.content_type == PrivateFile.Type.JPEG
    response = HttpResponse(bytes(file.content.data), content_type=file.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, file.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def erase_files(files, at_most=500):
    """Erase PrivateFiles with their bytes, in portions; return how many went.

    What they belonged to stays, without its file.
    """
    erased = 0
    while ids := list(files.order_by("pk").values_list("pk", flat=True)[:at_most]):
        PrivateFile.objects.filter(pk__in=ids).delete()
        erased += len(ids)
    return erased
