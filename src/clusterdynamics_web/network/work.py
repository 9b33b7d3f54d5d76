"""What the worker does for the network: sends letters, and forgets them in time."""

from __future__ import annotations

from typing import Any

from clusterdynamics_web.audit import record
from clusterdynamics_web.jobs.registry import Running, handles
from clusterdynamics_web.jobs.worker import every
from clusterdynamics_web.network import incoming, mails, operations
from clusterdynamics_web.network.models import Message

__all__ = ["forget", "incoming", "network_mail"]


@handles("network_mail")
def network_mail(running: Running) -> dict[str, Any]:
    """Send the mails about a letter; a second run sends only what was not sent."""
    given = running.job.parameters
    about = given.get("message", given.get("stopped"))
    message = Message.objects.select_related("region", "sender").filter(pk=about).first()
    if message is None:
        return {"sent": 0}  # its region has gone in the meantime
    made = mails.letters(message) if "message" in given else mails.about_stop(message)
    done = int(running.job.result.get("sent", 0))
    for number, mail in enumerate(made[done:], done + 1):
        mail.send()
        type(running.job).objects.filter(pk=running.job.pk).update(result={"sent": number})
    if made and "message" in given:
        record(None, "network.mails_sent", message.region, message.key, count=len(made))
    return {"sent": len(made)}


@every(24 * 3600)
def forget() -> None:
    """Erase letters whose time is over."""
    operations.forget_messages()
