"""What other parts may want to hear of."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["introduction_accepted"]

#: Sent inside the transaction, once, with `introduction`: both sides said yes, or a group has come together.
introduction_accepted = Signal()
