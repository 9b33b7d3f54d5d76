"""What other parts must hear of, whichever part does it."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["actor_opted_out", "snapshot_frozen", "snapshots_taken_down"]

#: Sent inside the transaction, with `snapshot` and `user`: whoever makes something of snapshots begins.
snapshot_frozen = Signal()
#: Sent inside the transaction, with `snapshots` (their keys): whoever keeps something made of one lets go of it.
snapshots_taken_down = Signal()
#: Sent inside the transaction, with `actor`: whoever names the organisation lets go of its name.
actor_opted_out = Signal()
