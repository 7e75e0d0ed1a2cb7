"""Django's registration of the intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.intake"
    label = "intake"
