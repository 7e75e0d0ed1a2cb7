"""Django's registration of the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.audit"
    label = "audit"
