"""Duecare: a company's human-rights compliance programme, checkable by people who need not trust it."""

__version__ = "0.1.0"
