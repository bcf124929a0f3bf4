"""The mark of a demo database."""

from django.db import models


class DemoCity(models.Model):
    """Exists in demo databases only; production refuses to start where it does."""

    today = models.DateField()
    people = models.PositiveIntegerField()
    seeded_at = models.DateTimeField()
