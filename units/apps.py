from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Log every change of master data field by field (homes are private: never logged).

        The kinds of notices and of spreadsheets of every room are read here, so that any process
        can put one into words and read a file.
        """
        from auditlog.registry import auditlog
        from django.utils.module_loading import autodiscover_modules

        from units import models

        for model in (
            models.Unit,
            models.Place,
            models.Position,
            models.Posting,
            models.Skill,
            models.EmployeeSkill,
            models.RoleGrant,
        ):
            auditlog.register(model)
        auditlog.register(models.Employee, exclude_fields=["registered_address"])
        autodiscover_modules("notice_kinds", "imports")
