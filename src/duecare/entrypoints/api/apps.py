"""Django's registration of the api entrypoint."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.entrypoints.api"
    label = "api"
