"""Django's registration of the parties app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.parties"
    label = "parties"
