"""Sign-in: nobody signs up, NIP or e-mail, one answer for unknown and wrong."""

import base64
import hashlib
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthNewPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from units.languages import language_of
from units.models import Outbox, User
from units.prepared import PreparedQuery

JUST_NOW_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by unit HR and imports, never by signing up."""

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask for password or code again, but not of who has typed one just now.

        Setting up TOTP right after signing in would otherwise ask twice, and once more before
        the recovery codes that it makes are shown.
        """
        if app == "allauth.mfa" and self.request.user.is_authenticated:
            records = get_authentication_records(self.request, self.request.user)
            return not any(time.time() - record["at"] < JUST_NOW_SECONDS for record in records)
        return super().is_reauthentication_required(app=app, **kwargs)

    def render_mail(self, template_prefix, email, context, headers=None):
        """Write to an account in its own language, whoever asked for the mail."""
        with translation.override(language_of(context.get("user"))):
            return super().render_mail(template_prefix, email, context, headers)


def _account(user):
    unread = (
        Outbox.objects.filter(recipient=OuterRef("pk"), read_at__isnull=True, quiet=False)
        .order_by()
        .values("recipient")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return User.objects.annotate(unread_notices=Coalesce(Subquery(unread), 0)).filter(pk=user)


ACCOUNT = PreparedQuery(_account, user=int)


class AuthenticationBackend(AllauthBackend):
    """Sign-in by allauth; the account of a request knows its `unread_notices` at no extra query."""

    def get_user(self, user_id):
        user = ACCOUNT.first(user=int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None


class LoginForm(AllauthLoginForm):
    """NIP (with or without spaces) or e-mail, and a password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("NIP atau alamat e-mail")
        login.widget.attrs.pop("placeholder", None)
        login.widget.attrs["autocapitalize"] = "none"
        self.fields["password"].label = _("Kata sandi")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)

    def clean_login(self):
        login = super().clean_login()
        digits = login.replace(" ", "")
        return digits if digits.isdigit() else login


class _PlainWords:
    """Words of the portal on a form of allauth: labels and help by field, no placeholders."""

    words = {
        "oldpassword": (_("Kata sandi sekarang"), ""),
        "password1": (
            _("Kata sandi baru"),
            _("Paling sedikit 10 huruf, bukan nama atau NIP Anda, dan bukan angka saja."),
        ),
        "password2": (_("Ulangi kata sandi baru"), ""),
        "password": (_("Kata sandi"), ""),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = self.words[name]
            field.widget.attrs.pop("placeholder", None)


class ChangePasswordForm(_PlainWords, AllauthChangePasswordForm):
    """The password now and the one to come."""


class NewPasswordForm(_PlainWords, AllauthNewPasswordForm):
    """The password chosen by the link of a letter."""


class ReauthenticateForm(_PlainWords, AllauthReauthenticateForm):
    """The password once more, before a page on the safety of the account."""


def _fernet():
    key = hashlib.sha256(b"second factor secrets|" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are kept encrypted with a key derived from SECRET_KEY."""

    def encrypt(self, text):
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _fernet().decrypt(encrypted_text.encode()).decode()
