"""Private files: what people hand in as evidence. No address leads to them but checked views."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PrivateFile(models.Model):
    """A file that was handed in. What it belongs to points at it and decides who reads it.

    The type is what the content says, not what its sender said; `name` is for people and leads
    nowhere. It lies in the database: erased in one transaction with what it belongs to, in the
    same backup, and the same for every process.
    """

    class Type(models.TextChoices):
        JPEG = "image/jpeg", _("gambar JPEG")
        PDF = "application/pdf", _("dokumen PDF")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nama berkas"), max_length=120)
    content_type = models.CharField(_("jenis"), max_length=20, choices=Type)
    size = models.PositiveIntegerField(_("ukuran (bita)"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField(_("diunggah"))

    class Meta:
        verbose_name = _("berkas pribadi")

    def __str__(self):
        return self.name


class FileContent(models.Model):
    """The bytes of a PrivateFile, in a row of their own so that lists never load them."""

    file = models.OneToOneField(
        PrivateFile, on_delete=models.CASCADE, primary_key=True, related_name="content"
    )
    data = models.BinaryField()
