"""Django's registration of the mitigation app."""

from django.apps import AppConfig


class MitigationConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.mitigation"
    label = "mitigation"
