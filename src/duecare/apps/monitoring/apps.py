"""Django's registration of the monitoring app."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.monitoring"
    label = "monitoring"
