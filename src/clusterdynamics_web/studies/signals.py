"""What other parts must hear of, whichever part does it."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["actor_left_out", "answers_erased", "snapshot_frozen", "snapshots_taken_down"]

#: Sent inside the transaction, with `snapshot` and `user`: whoever makes something of snapshots begins.
snapshot_frozen = Signal()
#: Sent inside the transaction, with `snapshots` (their keys): whoever keeps something made of one lets go of it.
snapshots_taken_down = Signal()
#: Sent inside the transaction, with `respondent`: what was made of their answers goes.
answers_erased = Signal()
#: Sent inside the transaction, with `actor` and `wave`: what names the organisation goes.
actor_left_out = Signal()
