"""Which language speaks to whom: Indonesian, unless a person chose English for themselves.

Records of office and papers (decisions, stored sentences, PDF, XLSX) are Indonesian whatever
language the person at the screen reads: write them inside `in_indonesian()`.
"""

from django.conf import settings
from django.utils import translation

COOKIE_SECONDS = 365 * 24 * 3600
CHOICES = frozenset(code for code, _name in settings.LANGUAGES)


def in_indonesian():
    """Return a context in which every text is Indonesian: for what is stored or printed."""
    return translation.override(settings.LANGUAGE_CODE)


def language_of(user):
    """Return the language in which to write to an account: its choice, else Indonesian."""
    chosen = getattr(user, "language", "")
    return chosen if chosen in CHOICES else settings.LANGUAGE_CODE


def language_for(request):
    """Return the language of a page: the account's choice, else this browser's, else Indonesian.

    What the browser says it prefers (Accept-Language) counts for nothing: many phones in the
    office are set to English by the shop, and the office writes Indonesian.
    """
    if request.user.is_authenticated and request.user.language in CHOICES:
        return request.user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in CHOICES else settings.LANGUAGE_CODE
