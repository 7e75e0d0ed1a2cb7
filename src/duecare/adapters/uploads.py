"""The limit of an upload, kept while it arrives: what is too large never fills the disk first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from duecare.adapters.files import EVIDENCE_LIMIT

FORM = 5 * 1024 * 1024
"""What a form may hold beside its file."""


class LimitedUpload(FileUploadHandler):
    """Counts what arrives and ends the request at the largest limit; forms keep their own, narrower ones."""

    seen = 0

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse what says itself that it is too large, before a byte is read."""
        if content_length > EVIDENCE_LIMIT + FORM:
            raise RequestDataTooBig(f"a request of {content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on; end the request where the limit is passed, and let the others remove what they kept of it."""
        self.seen += len(raw_data)
        if self.seen > EVIDENCE_LIMIT:
            for handler in self.request.upload_handlers if self.request else ():
                if handler is not self:
                    handler.upload_interrupted()
            raise RequestDataTooBig(f"more than {EVIDENCE_LIMIT} bytes")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""
