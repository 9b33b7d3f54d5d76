"""Names and addresses, apart from what people answered, and the mails that were sent to them.

`ContactKey` is the only bridge between a person and the answers: without its rows nobody can tell who answered what.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.studies.models import Actor, Study, Wave
from clusterdynamics_web.survey.models import Respondent

__all__ = ["CadenceStep", "Contact", "ContactKey", "Mail", "MailKind", "NominatedPerson"]


class Contact(models.Model):
    """A person to ask in an organisation. No history is kept of it: erased is erased."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="contacts")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    role = models.CharField(_("role in the organisation"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_lead = models.BooleanField(_("lead informant"), default=False)
    #: Set by a bounced mail: nothing is sent to this address any more.
    bounced_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or self.email


class ContactKey(models.Model):
    """Which respondent a contact is. Destroyed when reports are out, or when the time is over."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="keys")
    respondent = models.OneToOneField(Respondent, on_delete=models.CASCADE, related_name="contact_key")
    #: The contact got another name or address since: perhaps somebody else, who is shown nothing of these answers.
    renamed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.pk)


class NominatedPerson(models.Model):
    """The name behind the code of a nominated person: read by the study lead only."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="nominated_people")
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "code"], name="one_nominated_person"),)

    def __str__(self) -> str:
        return self.code


class MailKind(models.TextChoices):
    PRE_NOTICE = "pre_notice", _("pre-notice")
    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    PHONE_ROUND = "phone_round", _("telephone round")
    LAST_CALL = "last_call", _("last call")
    FRESH_LINK = "fresh_link", _("fresh link")
    REPORT = "report", _("report")


class CadenceStep(models.Model):
    """One date of the plan: what goes out when."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="cadence")
    kind = models.CharField(max_length=20, choices=MailKind.choices)
    on = models.DateField()
    #: Goes out by itself on that day; otherwise somebody looks at the recipients and presses the button.
    automatic = models.BooleanField(default=False)
    ran_at = models.DateTimeField(null=True, blank=True)
    ran_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("on", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Mail(models.Model):
    """A mail to a respondent: that it was sent, not what it said nor where to."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=20, choices=MailKind.choices)
    step = models.ForeignKey(CadenceStep, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    #: The Message-ID, so that a bounce can be told to belong to it.
    message_id = models.CharField(max_length=200, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.respondent_id}"
