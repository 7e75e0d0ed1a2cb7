"""Django's registration of the engagement app."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.engagement"
    label = "engagement"
