"""The web application for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")

application = get_wsgi_application()

from bekasi_wfh.safety import refuse_demo_data_in_production  # noqa: E402

refuse_demo_data_in_production()
