"""Django's registration of the risk app."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.risk"
    label = "risk"
