"""Mail, or a folder of waiting mail when no server is configured."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import Message
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from duecare.adapters.home import outbox_mail
from duecare.kernel.ids import new_id


class Backend(BaseEmailBackend):
    """Sends through `DUECARE_MAIL`, or leaves `.eml` files in the home folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Number of messages handed on."""
        url = settings.DUECARE.mail
        if url:
            parts = urlsplit(url)
            smtp = EmailBackend(
                host=parts.hostname,
                port=parts.port,
                username=unquote(parts.username or "") or None,
                password=unquote(parts.password or "") or None,
                use_tls=parts.scheme == "smtp+tls",
                fail_silently=self.fail_silently,
            )
            return smtp.send_messages(email_messages) or 0
        folder = outbox_mail()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            raw: Message = message.message()
            (folder / f"{new_id()}.eml").write_bytes(raw.as_bytes())
        return len(email_messages)
