"""Django's registration of the governance app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.governance"
    label = "governance"
