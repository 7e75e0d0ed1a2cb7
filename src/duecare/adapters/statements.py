"""Steps of a migration that say their SQL themselves and ask no model."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


class Statements(RunPython):
    """A step without models. For `RunPython` Django makes every model of every app anew, each time."""

    def database_forwards(self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_states: Any) -> None:
        """Do it."""
        self.code(None, schema_editor)  # type: ignore[arg-type]  # such steps take no models

    def database_backwards(self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_states: Any) -> None:
        """Undo it."""
        assert self.reverse_code is not None, "each says how it is undone"
        self.reverse_code(None, schema_editor)  # type: ignore[arg-type]  # as above
