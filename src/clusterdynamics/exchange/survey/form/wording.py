"""The sentences of a form that are not in the model: consent, the picks, buttons such as "don't know"."""

from __future__ import annotations

from clusterdynamics.i18n import N_

__all__ = ["AUDIENCES", "CONSENTS", "YES_NO"]

ABOUT = N_("This survey is about how the organisations in {cluster} work together.")
BOUNDARY = N_("Who is included: {boundary}")
ABOUT_ANSWERS = N_(
    "Your answers name other organisations. The study team sees them; everybody else sees groups of organisations, and "
    "what you allow below. Taking part is voluntary, and you can take your answers back."
)
CODE = N_("Your code, as it stands in the invitation")
CODE_HINT = N_("Leave it empty if you have none.")
OWN = N_("For which organisation do you answer?")
CHOSEN = N_("The organisations you chose")
NOBODY = N_("I do not work with anyone on this list")
NOBODY_ALONE = N_("Choose organisations, or say that you work with none of them; not both.")
PICK_HINT = N_("Choose all of them before you go on; each gets a card with a few questions.")
CHANGED = N_(
    "You changed your choice of organisations after their cards were made. Go back to the list, take all ticks away, "
    "and choose again."
)
DONT_KNOW = N_("I don't know, or prefer not to say")
STATEMENTS = N_("How you see this cluster")
QUESTIONS = N_("A few more questions")
AREAS = N_("Areas of cooperation")
NOT_FOR_US_ALONE = N_('Choose what is true of you, or "not for us"; not both.')
AREA_DOING = N_("We do this with others")
AREA_JOIN = N_("We would join")
AREA_OFFER = N_("We could offer something")
AREA_NOT = N_("Not for us")
OUTSIDE = N_("Outside the region")
REGIONS = N_("Between regions")
REGIONS_N = N_("With how many other regions do you work? 0 means with none. Up to {most}.")
REGION = N_("One other region")
REGION_WHICH = N_("Which region is it?")
REGION_ANOTHER = N_("Another region, not on the list")
REGION_NAME = N_("Name of the region, and the country where it helps")
REGION_TEAM = N_("What you write here is read by the study team only.")
CHAMPIONS = N_("People who bring energy")
CHAMPIONS_N = N_("How many would you like to name? Up to {most}.")
CHAMPION = N_("Who brings energy")
CHAMPION_ACTOR = N_("Organisation")
CHAMPION_PERSON = N_("Name of the person, if you mean one person")
CHAMPION_PERSON_HINT = N_("Only the study team sees the name; in the data a code stands for it.")
STORIES = N_("Two stories")
WISHES = N_("With whom next")
RANGE = N_("Write a number from {low} to {high}.")
CONSENT = N_("Before you begin")
WHO = N_("Who answers")
INTERVIEW = N_("The questions")

#: Choice of the table of consents → question; the answers are `YES_NO` or `AUDIENCES`.
CONSENTS: dict[str, tuple[str, bool]] = {
    "take_part": (N_("Do you want to take part?"), False),
    "name": (N_("Who may see the name of your organisation in the results?"), True),
    "own_ties": (N_("May the links that you report be drawn on maps for those who took part?"), False),
    "findable": (N_("May others who took part find you by your interests?"), False),
    "quote": (N_("Who may read what you write, in your own words?"), True),
    "recontact": (N_("May we ask you again?"), False),
}
YES_NO = {"yes": N_("Yes"), "no": N_("No")}
AUDIENCES = {
    "nobody": N_("Nobody but the study team"),
    "participants": N_("Those who took part"),
    "network": N_("Those who work with clusters in other regions too"),
    "public": N_("Everybody"),
}
