"""Django's registration of the entitlements app."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.entitlements"
    label = "entitlements"
