"""Django's registration of the worker entrypoint."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.entrypoints.worker"
    label = "worker"
