"""Make the first BKPSDM account of an empty portal: everything else is done on the pages."""

import getpass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from units import clock
from units.access import on_day
from units.decisions import record_decision
from units.models import RoleGrant, User

MAIL = (
    "Akun BKPSDM Anda pada Bekasi WFH telah dibuat dengan nama pengguna {username}.\n\n"
    "Tetapkan kata sandi melalui tautan berikut. Tautan berlaku {days} hari dan sekali pakai.\n\n"
    "{link}\n\n"
    "Setelah masuk, Anda diminta menyiapkan verifikasi dua langkah, lalu membuka Langkah awal.\n"
)


class Command(BaseCommand):
    help = (
        "Make the first BKPSDM account. Asks for what is not given; the password is asked for "
        "here, or set by the person through a link (--mail-link). Refused where a BKPSDM "
        "account exists already, unless --another is given."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?", help="NIP or another user name")
        parser.add_argument("--email", default="")
        parser.add_argument("--letter", default="", help="number of the letter of appointment")
        parser.add_argument(
            "--mail-link", action="store_true", help="mail a link to set the password"
        )
        parser.add_argument("--portal-url", default="", help="https://wfh.example.go.id")
        parser.add_argument("--another", action="store_true", help="even where one exists")

    def handle(self, *, username, email, letter, mail_link, portal_url, another, **options):
        if not another and bkpsdm_accounts().exists():
            raise CommandError(
                "A BKPSDM account exists already, so none was made. Pass --another to add one."
            )
        username = (username or input("NIP atau nama pengguna: ")).replace(" ", "")
        email = (email or input("Alamat e-mail: ")).strip()
        if mail_link:
            portal_url = portal_url or _default_portal_url()
        _check(username, email)
        password = None if mail_link else _ask_password(username, email)
        with transaction.atomic():
            user = create_bkpsdm_account(username, email, letter=letter, password=password)
            if mail_link:
                # Inside the transaction: where no mail can be sent, no account stays behind.
                _mail_link(user, portal_url)
        then = "A link to set the password was mailed." if mail_link else "Sign in with it now."
        self.stdout.write(f"BKPSDM account {user.username} was made. {then}")


def bkpsdm_accounts():
    """Return the active accounts that hold the role today."""
    held = on_day(clock.today(), "role_grants__") & Q(
        role_grants__role=RoleGrant.Role.CITY_HR, is_active=True
    )
    return User.objects.filter(held).distinct()


def create_bkpsdm_account(username, email, *, letter, password):
    """Make the account with its role and record the act; without a password none is usable yet."""
    user = User.objects.create_user(username, email=email, password=password)
    grant = RoleGrant.objects.create(
        user=user, role=RoleGrant.Role.CITY_HR, letter_number=letter, starts_on=clock.today()
    )
    record_decision(
        grant,
        "grant_role",
        actor=None,
        reason="Akun BKPSDM dibuat dari baris perintah server.",
        after={"role": grant.role, "username": username, "letter": letter},
    )
    return user


def _check(username, email):
    taken = User.objects.filter(Q(username=username) | Q(email__iexact=email))
    if taken.exists():
        raise CommandError("The user name or e-mail is taken, so no account was made.")
    try:
        User.username_validator(username)
        validate_email(email)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error


def _ask_password(username, email):
    password = getpass.getpass("Kata sandi: ")
    if password != getpass.getpass("Ulangi kata sandi: "):
        raise CommandError("The two passwords differ, so no account was made.")
    try:
        validate_password(password, User(username=username, email=email))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password


def _default_portal_url():
    if settings.PRODUCTION:
        return f"https://{settings.ALLOWED_HOSTS[0]}"
    raise CommandError("Pass --portal-url, so that the link leads to this portal.")


def _mail_link(user, portal_url):
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    text = MAIL.format(
        username=user.username,
        days=settings.PASSWORD_RESET_TIMEOUT // 86_400,
        link=portal_url.rstrip("/") + path,
    )
    send_mail("Akun BKPSDM pada Bekasi WFH", text, settings.DEFAULT_FROM_EMAIL, [user.email])
