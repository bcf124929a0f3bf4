"""Print the current code of a demo account's second factor."""

from django.core.management.base import BaseCommand, CommandError

from bekasi_wfh.demo.accounts import current_code
from bekasi_wfh.demo.city import DEMO_DOMAIN
from units.models import User


class Command(BaseCommand):
    help = "Print the current second-factor code of a demo account, for example: demo_code bkpsdm"

    def add_arguments(self, parser):
        parser.add_argument("account", help=f"name or e-mail address at {DEMO_DOMAIN}")

    def handle(self, *, account, **options):
        email = account if "@" in account else f"{account}@{DEMO_DOMAIN}"
        code = current_code(User.objects.filter(email=email).first())
        if not code:
            raise CommandError(f"{email} is no demo account with a second factor here.")
        self.stdout.write(code)
