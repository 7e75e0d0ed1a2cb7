"""Somebody with a browser that keeps cookies and runs nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

HOST = "reporter.localhost"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    path: str

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def cookies(self) -> list[str]:
        return [value for key, value in self.headers if key.lower() == "set-cookie"]

    def fields(self) -> dict[str, str]:
        """Hidden and text fields as they stand on the page."""
        found = {}
        for tag in re.findall(r"<input[^>]*>", self.text):
            told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            if told.get("type") in ("hidden", "text"):
                found[told["name"]] = html.unescape(told.get("value", ""))
        for name, value in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', self.text, re.S):
            found[name] = html.unescape(value)
        return found

    @property
    def code(self) -> str:
        """The code that the page shows."""
        return " ".join(re.findall(r"</small> (\d{5})</li>", self.text))

    def retyped(self, code: str) -> dict[str, str]:
        """The groups that the page asks for, from the code."""
        return {f"group{n}": code.split()[int(n) - 1] for n in re.findall(r'name="group(\d)"', self.text)}


@dataclass
class Visitor:
    """One browser at one port of this machine."""

    port: int
    jar: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, data: dict[str, str] | Sequence[tuple[str, str]] = (), **headers: str) -> Answer:
        """Send a form with the token of the page that stands at the path, and follow where it leads."""
        pairs = list(data.items() if isinstance(data, dict) else data)
        token = self.get("/mailbox/").fields().get("csrfmiddlewaretoken", "")
        body = urlencode([("csrfmiddlewaretoken", token), *pairs]).encode()
        answer = self.ask("POST", path, body, {"Origin": f"http://{HOST}:{self.port}", "Content-Type": FORM, **headers})
        return self.follow(answer)

    def follow(self, answer: Answer) -> Answer:
        where = urlsplit(answer.header("Location")).path
        return self.get(where) if answer.status == 303 and where else answer

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        own = {"Host": f"{HOST}:{self.port}"}
        if self.jar:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        try:
            connection.request(method, path, body if method == "POST" else None, own | (headers or {}))
            got = connection.getresponse()
            answer = Answer(got.status, got.getheaders(), got.read(), path)
        finally:
            connection.close()
        for cookie in answer.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            if "max-age=0" in cookie.lower():
                self.jar.pop(name, None)
            else:
                self.jar[name] = value
        return answer


TOLD = "It was used against a journalist of the north."


def written(visitor: Visitor, *, track: str = "external", text: str = TOLD, danger: str = "no") -> Answer:
    """Everything up to the page that shows all answers."""
    visitor.post(f"/form/{track}/what/", {"what": text, "danger": danger})
    visitor.post(f"/form/{track}/more/", {"time": "March"})
    visitor.post(f"/form/{track}/behalf/", {"speaks_for": "self"})
    visitor.post(f"/form/{track}/fear/", {"few": "unknown"})
    visitor.post(f"/form/{track}/readers/")
    visitor.post(f"/form/{track}/identity/")
    return visitor.post(f"/form/{track}/files/")


def sent(visitor: Visitor, **told: str) -> tuple[str, Answer]:
    """A report, sent: its code and the mailbox."""
    track = told.get("track", "external")
    written(visitor, **told)
    code = visitor.post(f"/form/{track}/check/").code
    asked = visitor.get(f"/form/{track}/retype/")
    return code, visitor.post(f"/form/{track}/retype/", asked.retyped(code))
