"""Django's registration of the investigations app."""

from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.investigations"
    label = "investigations"
