"""Django's registration of the staff entrypoint."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.entrypoints.staff"
    label = "staff"
