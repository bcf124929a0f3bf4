from django.apps import AppConfig


class BekasiWfhConfig(AppConfig):
    name = "bekasi_wfh"
