"""Where this site is, and how its cookies are called there."""

from __future__ import annotations

from urllib.parse import urlsplit


def own(url: str, onion: str) -> list[str]:
    """Addresses at which it answers and from which it takes forms."""
    return [one for one in (url, onion) if one]


def origin(address: str) -> str:
    """Scheme and host, as a browser says them of itself; without the port where it is the scheme's own."""
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in (None, usual) else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}"


def secure(url: str) -> bool:
    """Whether people reach it over TLS; over Tor the network itself encrypts."""
    return url.startswith("https://")


def cookie(name: str, url: str) -> str:
    """`__Host-` ties a cookie to this host alone; browsers take it over TLS only."""
    return f"__Host-{name}" if secure(url) else name
