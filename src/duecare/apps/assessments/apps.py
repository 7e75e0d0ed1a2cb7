"""Django's registration of the assessments app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """See the package docstring."""

    name = "duecare.apps.assessments"
    label = "assessments"
