"""Random names and secrets."""

from __future__ import annotations

import hashlib
import secrets

__all__ = ["hash_token", "new_code", "new_key", "new_token"]

#: Letters and digits that nobody mixes up when reading them out.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_key() -> str:
    """Return a public name of an object: short, in addresses, no secret."""
    return new_code(12)


def new_code(length: int) -> str:
    """Return a code that people can read out and type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_token() -> str:
    """Return a secret of 192 bits for a link."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """Return what is kept of a secret. It is random and long, so that one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
