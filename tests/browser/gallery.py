"""Pictures of every page as every role at 360 and 1280 px, under var/gallery/.

`make gallery` runs this on the demo city (it makes one where there is none). Pages that are
too wide, speak in the console or break an accessibility rule are listed at the end.
"""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from bekasi_wfh.demo.accounts import ROLES  # noqa: E402
from tests.browser.crawl import DESKTOP, PHONE, crawl, launch, session_cookie  # noqa: E402
from units.models import User  # noqa: E402

PORT = 8799
BASE = f"http://localhost:{PORT}"


def serve():
    """Start the web server on the demo city and wait until it answers."""
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "bekasi_wfh.wsgi", "--bind", f"127.0.0.1:{PORT}",
         "--worker-class", "gthread", "--threads", "4", "--log-level", "warning",
         "--no-control-socket"]
    )  # fmt: skip
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{BASE}/healthz", timeout=2)
            return server
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("The web server did not answer.")


def main():
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", "--if-empty")
    folder = settings.VAR_DIR / "gallery"
    chromium = subprocess.check_output(["sh", ".ci/chromium"], text=True).strip()
    server = serve()
    pages = faults = 0
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright, chromium)
            people = [("publik", None)] + [
                (role.name, User.objects.get(email=role.email)) for role in ROLES
            ]
            for width, window in (("360", PHONE), ("1280", DESKTOP)):
                for role, user in people:
                    context = browser.new_context(
                        viewport=window, locale="id-ID", timezone_id="Asia/Jakarta"
                    )
                    if user:
                        context.add_cookies([session_cookie(user, BASE)])
                    target = folder / width / role
                    target.mkdir(parents=True, exist_ok=True)

                    def keep(page, found, target=target):
                        file = re.sub(r"\W+", "-", f"{found.name}-{found.path}").strip("-")
                        page.screenshot(path=target / f"{file[:90]}.png", full_page=True)

                    for found in crawl(context, BASE, on_page=keep):
                        pages += 1
                        for fault in found.faults:
                            faults += 1
                            print(f"{width} {role} {found.path}: {fault}")
                    context.close()
            browser.close()
    finally:
        server.terminate()
        server.wait()
    print(f"{pages} pages in {folder}, {faults} faults")


if __name__ == "__main__":
    main()
