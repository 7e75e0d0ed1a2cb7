"""Django's registration of the accounts app."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect the receivers; importing the module is what connects them."""
        import_module("duecare.apps.accounts.allauth_events")
