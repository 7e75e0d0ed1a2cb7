"""Django's registration of the screening app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.screening"
    label = "screening"
