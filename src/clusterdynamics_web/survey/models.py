"""What people answered: row by row the tables of the study package. Names and addresses are elsewhere (`fieldwork`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusterdynamics_web.studies.models import Actor, Study, Wave

__all__ = [
    "Answer",
    "AreaAnswer",
    "Consent",
    "Link",
    "Mode",
    "Nomination",
    "OutsideLink",
    "PartnerName",
    "PartnerRegion",
    "PartnerTie",
    "Rating",
    "Respondent",
    "SavedStep",
    "State",
    "Story",
    "Tie",
    "Wish",
    "WriteIn",
]


class Mode(models.TextChoices):
    """How the answers came in; the values are those of the study package."""

    WEB = "web", _("on the web")
    PHONE = "phone", _("by telephone")
    FACE_TO_FACE = "face_to_face", _("face to face")
    PAPER = "paper", _("on paper")
    IMPORT = "import", _("imported")


class State(models.TextChoices):
    """What an answer is where it is no value."""

    DONT_KNOW = "dont_know", _("does not know, or prefers not to say")
    NOT_ANSWERED = "not_answered", _("not answered")


class Respondent(models.Model):
    """Who answers for an actor in a wave: a code, never a name."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="respondents")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="respondents")
    code = models.CharField(max_length=64)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="respondents")
    is_lead = models.BooleanField(null=True, blank=True)
    role = models.CharField(_("role in the organisation"), max_length=120, blank=True)
    is_test = models.BooleanField(default=False)
    #: The interviewer who calls, where there is one.
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    mode = models.CharField(max_length=20, choices=Mode.choices, blank=True)
    language = models.CharField(max_length=8, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    #: An imported study said that the answers were sent, and not when.
    time_unknown = models.BooleanField(default=False)
    declined_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    #: Codes of the actors on the list when it was last shown; empty before (and after an import: all).
    offered = models.JSONField(default=list, blank=True)
    #: "I do not work with anyone on this list."
    works_with_nobody = models.BooleanField(default=False)
    #: The step of the form on which they were last.
    step = models.CharField(max_length=120, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    #: How far they have come, 0 to 1; it never goes back.
    progress = models.FloatField(default=0.0)
    #: Answers for an organisation for which somebody else has answered already, so that we learn how exact answers are.
    second_informant = models.BooleanField(default=False)
    #: Asked for the statements once more, some weeks after they were sent in; and when those came.
    asked_again_at = models.DateTimeField(null=True, blank=True)
    answered_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["wave", "code"], name="one_respondent_per_code"),)

    def __str__(self) -> str:
        return self.code

    @property
    def status(self) -> str:
        """What came of the invitation, as the study package says it."""
        # Who answers although a mail came back has been reached some other way.
        for name in ("declined", "submitted", "started", "bounced", "opened"):
            if getattr(self, f"{name}_at") is not None:
                return name
        return "invited"


class Link(models.Model):
    """A personal link; only the hash of its token is kept."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("personal link")
        FRESH = "fresh", _("fresh link")

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PERSONAL)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    first_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.kind


class SavedStep(models.Model):
    """When a step of the form was last saved, and on which device: a stale copy must not undo newer answers."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="saved_steps")
    step = models.CharField(max_length=120)
    #: When it was written, which for answers from a device without connection is before they came in.
    saved_at = models.DateTimeField()
    #: Random name of the device (or session) that wrote it; says nothing about the device.
    device = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "step"], name="one_saved_step"),)

    def __str__(self) -> str:
        return self.step


class Consent(models.Model):
    """One choice of one respondent; a changed mind is a new row."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="consents")
    choice = models.CharField(max_length=20)  # take_part, name, own_ties, findable, quote, recontact
    visibility = models.CharField(max_length=20)  # nobody, participants, network, public, yes, no
    text_version = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, blank=True)
    mode = models.CharField(max_length=20, choices=Mode.choices, blank=True)
    #: The interviewer who read it out.
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    time = models.DateTimeField(default=timezone.now, null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "choice", "time"], name="one_consent_a_time"),)

    def __str__(self) -> str:
        return f"{self.choice}: {self.visibility}"


class AboutPartner(models.Model):
    """What an organisation said about another: the respondent is known for all answers that were given here."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    sender = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    respondent = models.ForeignKey(
        Respondent, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)s_rows"
    )
    to = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Tie(AboutPartner):
    """A picked partner and one relation. Picked, and not yet answered: state `not_answered`, no value."""

    relation = models.CharField(max_length=64)
    value = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=20, blank=True)
    areas = models.JSONField(default=list, blank=True)
    purposes = models.JSONField(default=list, blank=True)
    mode = models.CharField(max_length=20, blank=True)
    structural = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "relation", "to"], name="one_tie"),)

    def __str__(self) -> str:
        return f"{self.relation} {self.respondent_id} {self.to_id}"


class Rating(AboutPartner):
    """A rating of a partner on one item: trust, value, energy."""

    item = models.CharField(max_length=64)
    value = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "item", "to"], name="one_rating"),)

    def __str__(self) -> str:
        return f"{self.item} {self.respondent_id} {self.to_id}"


class Wish(AboutPartner):
    """With whom they would like to do more, or to start."""

    kind = models.CharField(max_length=10, blank=True)  # more, start
    areas = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "to"], name="one_wish"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.respondent_id} {self.to_id}"


class Answer(models.Model):
    """An answer that is not about a partner."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=64)
    value = models.TextField(blank=True)
    state = models.CharField(max_length=20, blank=True)
    mode = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=8, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    occasion = models.CharField(max_length=20, blank=True)  # "", first, again, second_informant

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "item", "occasion"], name="one_answer"),)

    def __str__(self) -> str:
        return f"{self.item} {self.respondent_id}"


class AreaAnswer(models.Model):
    """One tick beside a cooperation area."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="area_answers")
    area = models.CharField(max_length=64)
    answer = models.CharField(max_length=20)  # doing, would_join, could_offer, not_for_us

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "area", "answer"], name="one_area_answer"),)

    def __str__(self) -> str:
        return f"{self.area}: {self.answer}"


class Nomination(models.Model):
    """Who brings energy to the cluster."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="nominations")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    #: Code of the person, as the package wants it; the name itself is in `fieldwork.NominatedPerson`.
    person = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.actor_id} {self.person}"


class OutsideLink(models.Model):
    """A working link outside the region."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="outside_links")
    has_links = models.BooleanField()
    partner_type = models.CharField(max_length=64, blank=True)
    region = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.partner_type} {self.region}"


class PartnerRegion(models.Model):
    """Another region that they work with; one row without partners where there is none."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="partner_regions")
    has_partners = models.BooleanField()
    region = models.CharField(max_length=200, blank=True)
    depth = models.FloatField(null=True, blank=True)
    areas = models.JSONField(default=list, blank=True)
    gets = models.TextField(blank=True)
    barriers = models.JSONField(default=list, blank=True)
    door = models.CharField(max_length=64, blank=True)
    door_name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.region


class Story(models.Model):
    """A story in the teller's own words."""

    #: How the codes of stories begin that were told elsewhere than in the questionnaire, which does not show them.
    ELSEWHERE = "told-"

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="stories")
    code = models.CharField(max_length=64)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, null=True, blank=True)
    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, null=True, blank=True, related_name="stories")
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    worked = models.BooleanField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    visibility = models.CharField(max_length=20, blank=True)  # nobody, participants, network, public
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "code"], name="one_story_per_code"),)

    def __str__(self) -> str:
        return self.code


class WriteIn(models.Model):
    """A partner that was not on the list. It enters the network only once the study lead has dealt with it."""

    class Handled(models.TextChoices):
        PROMOTED = "promoted", _("added to the roster")
        MATCHED = "matched", _("is on the roster already")
        DROPPED = "dropped", _("not part of the study")

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="write_ins")
    name = models.CharField(max_length=200)
    handled = models.CharField(max_length=10, choices=Handled.choices, blank=True)
    actor = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class PartnerName(models.Model):
    """An organisation of a partner region that people can choose: a name that the other region shared for asking."""

    #: In whose form it stands.
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="partner_names")
    #: What it was shared for: the key of a joint study.
    group = models.CharField(max_length=12)
    #: Of the other region's study. Nothing but the label is shown here.
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=200)
    shared_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "group", "actor"], name="one_partner_name"),)
        ordering = ("label",)

    def __str__(self) -> str:
        return self.label


class PartnerTie(models.Model):
    """An organisation of a partner region that they work with; one row without a name where there is none."""

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="partner_ties")
    group = models.CharField(max_length=12)
    to = models.ForeignKey(PartnerName, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    value = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["respondent", "group", "to"], name="one_partner_tie"),)

    def __str__(self) -> str:
        return f"{self.respondent_id} → {self.to_id}"
