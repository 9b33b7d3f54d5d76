"""The words of problems with what the tables say: keys, references, links, respondents, stories, actions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clusterdynamics.i18n import N_
from clusterdynamics.study.codes import Code

__all__ = ["CONTENT"]

_ADD_ROW = N_("Add it to the table '{target}', or correct it here.")
_COMPOSITION = N_("Remove the row, or correct 'joined', 'left' or 'opted_out' in the table 'actors'.")
_STATUS = N_("Set the status to 'submitted' if the answers were sent in, or remove the row.")

#: Code → (what is wrong, what to do).
CONTENT: Mapping[Code, tuple[str, str]] = MappingProxyType(
    {
        Code.KEY_TWICE: (
            N_("The row repeats row {first}: {key}."),
            N_("Remove one of the two, or make them differ."),
        ),
        Code.TABLE_NEEDED: (
            N_("The column refers to the table '{target}', which is missing or empty."),
            N_("Add the table '{target}'."),
        ),
        Code.UNKNOWN_ACTOR: (N_("There is no organisation '{value}'."), _ADD_ROW),
        Code.UNKNOWN_WAVE: (N_("There is no wave '{value}'."), _ADD_ROW),
        Code.UNKNOWN_RESPONDENT: (N_("There is no respondent '{value}'."), _ADD_ROW),
        Code.RESPONDENT_OTHER_WAVE: (
            N_("The respondent '{value}' is not listed in the wave '{wave}'."),
            N_("Add the respondent with this wave to the table 'respondents', or correct the wave."),
        ),
        Code.UNKNOWN_AREA: (N_("There is no cooperation area '{value}'."), _ADD_ROW),
        Code.UNKNOWN_PURPOSE: (N_("There is no purpose '{value}'."), _ADD_ROW),
        Code.UNKNOWN_STORY: (N_("There is no story '{value}'."), _ADD_ROW),
        Code.UNKNOWN_THEME: (N_("There is no theme '{value}'."), _ADD_ROW),
        Code.UNKNOWN_FINDING: (N_("There is no finding '{value}'."), _ADD_ROW),
        Code.UNKNOWN_RELATION: (
            N_("There is no relation '{value}'."),
            N_("Describe it in study.toml under [[relations]], or correct it here."),
        ),
        Code.LEVEL_AS_RELATION: (
            N_("'{value}' is a level that is cut from the relation '{relation}', not a relation."),
            N_("Write '{relation}' here and the value on its scale."),
        ),
        Code.UNKNOWN_ITEM: (
            N_("There is no item '{value}'."),
            N_("Describe it in study.toml under [[items]], or correct it here."),
        ),
        Code.UNKNOWN_TYPE: (
            N_("'{value}' is not described in study.toml under [{section}]."),
            N_("Describe it there, or correct it here."),
        ),
        Code.LABEL_TWICE: (
            N_("'{value}' may be the same organisation as '{other}' (row {first})."),
            N_("Merge the two, or leave them if they are two organisations."),
        ),
        Code.MAP_LABEL_TWICE: (
            N_("'{value}' would stand on the map for two organisations (also in row {first})."),
            N_("Give each organisation its own short_label."),
        ),
        Code.ALIAS_SHARED: (
            N_("The other name '{value}' also belongs to the organisation '{other}'."),
            N_("Remove it from one of the two."),
        ),
        Code.HALF_POSITION: (
            N_("Only one of latitude and longitude is given, so there is no place on the map."),
            N_("Give both, or neither."),
        ),
        Code.LEFT_BEFORE_JOINED: (
            N_("The organisation leaves ('{left}') before or when it joins ('{joined}')."),
            N_("Correct 'joined', 'left' or 'opted_out'; it must be part of at least one wave."),
        ),
        Code.PREDECESSOR_CYCLE: (
            N_("The organisation comes out of itself: {path}."),
            N_("A predecessor is the older organisation; correct one of them."),
        ),
        Code.PREDECESSOR_PRESENT: (
            N_("Its predecessor '{value}' is still there when it joins."),
            N_("Say in 'left' when the predecessor left; nothing to do if it lives on after a split."),
        ),
        Code.NO_WAVES: (
            N_("No waves are listed; one wave called '1' is assumed."),
            N_("Nothing to do, unless the study has waves: then add the table 'waves'."),
        ),
        Code.WAVE_CLOSES_EARLY: (N_("The wave closes ({closes}) before it opens ({opens})."), N_("Correct the dates.")),
        Code.WAVE_ORDER: (
            N_("The wave opens before the one in the row above ('{other}')."),
            N_("List the waves from the oldest to the newest."),
        ),
        Code.WAVE_OVERLAP: (
            N_("The wave opens before '{other}' has closed."),
            N_("Correct the dates; each wave is closed before the next one opens."),
        ),
        Code.SELF_TIE: (
            N_("'{value}' names itself."),
            N_("Remove the row; a link needs two organisations."),
        ),
        Code.OFF_SCALE: (
            N_("{value} is off the scale of '{name}', which goes from {low} to {high}."),
            N_("Correct the value, or the scale in study.toml."),
        ),
        Code.VALUE_WITHOUT_SCALE: (
            N_("The value is {value}, but '{name}' has no scale."),
            N_("Describe a scale in study.toml under [[scales]], or write 1 for a link and 0 for none."),
        ),
        Code.VALUE_MISSING: (
            N_("'{name}' has a scale, and the row has neither a value nor a state."),
            N_("Write the value, or a state such as dont_know."),
        ),
        Code.STATE_WITHOUT_VALUE: (
            N_("The state is '{state}', but the value is {value}."),
            N_("Write the value, or correct the state."),
        ),
        Code.STATE_WITH_VALUE: (
            N_("The state is '{state}', yet there is a value ({value})."),
            N_("Remove the value, or correct the state."),
        ),
        Code.RELATION_NOT_ASKED: (
            N_("'{value}' was not asked in the wave '{wave}'."),
            N_("Add the wave to 'waves' of the relation in study.toml, or remove the row."),
        ),
        Code.ACTOR_NOT_YET: (
            N_("'{value}' joins later (in '{since}') than the wave '{wave}'."),
            _COMPOSITION,
        ),
        Code.ACTOR_LEFT: (N_("'{value}' had left (in '{since}') by the wave '{wave}'."), _COMPOSITION),
        Code.ACTOR_OPTED_OUT: (
            N_("'{value}' asked (in '{since}') not to appear in the wave '{wave}'."),
            N_("Remove the row; what an organisation does not want to appear must not be kept."),
        ),
        Code.NOT_OFFERED: (
            N_("'{value}' was not on the list of the respondent '{respondent}'."),
            N_("Add it to the table 'offered', or correct the row."),
        ),
        Code.NEVER_OFFERED: (
            N_("'{value}' was on nobody's list in the wave '{wave}'."),
            N_("Add it to the table 'offered' if somebody could pick it; else nothing can be said about it."),
        ),
        Code.NO_RESPONDENTS: (
            N_("No respondents are listed, so every organisation counts as having answered."),
            N_("Add the table 'respondents' if some did not answer: what is missing must not count as zero."),
        ),
        Code.NOT_ASKED: (
            N_("'{value}' reports something in the wave '{wave}', but nobody was asked there."),
            N_("Add who answered to the table 'respondents', or remove the row."),
        ),
        Code.RESPONDENT_OTHER_ACTOR: (
            N_("The respondent '{respondent}' answers for '{actor}', not for '{value}'."),
            N_("Correct the respondent or the organisation."),
        ),
        Code.RESPONDENT_SILENT: (
            N_("There is an answer of '{value}', whose status is '{status}'."),
            _STATUS,
        ),
        Code.TWO_LEADS: (
            N_("'{value}' has two lead informants in the wave '{wave}' (the other in row {first})."),
            N_("Mark one of them with is_lead."),
        ),
        Code.NO_LEAD: (
            N_("'{value}' has several respondents in the wave '{wave}' and no lead informant."),
            N_("Mark one with is_lead, or set informants to 'any' or 'all' in study.toml."),
        ),
        Code.SUBMITTED_OUTSIDE: (
            N_("The answers were sent on {date}, outside the wave '{wave}' ({opens} to {closes})."),
            N_("Correct the date or the wave; nothing to do for a late answer."),
        ),
        Code.OPTION_UNKNOWN: (N_("'{value}' is not an option of '{item}'."), N_("Write one of: {choices}.")),
        Code.ANSWER_NOT_NUMBER: (
            N_("'{value}' is not a number, and '{item}' is answered with one."),
            N_("Write the number on the scale."),
        ),
        Code.ITEM_KIND: (
            N_("'{item}' is of the kind '{kind}', which does not belong in this table."),
            N_("Ratings of a partner stand in 'ratings', everything else in 'answers'."),
        ),
        Code.CONSENT_CONTRADICTION: (
            N_("'{value}' gave two different answers on '{choice}' at the same time (row {first})."),
            N_("Keep the one that holds, or say when each was given; the later one counts."),
        ),
        Code.CONSENT_CLASS: (
            N_("'{value}' is no answer to '{choice}'."),
            N_("Write one of: {choices}."),
        ),
        Code.CONSENT_REFUSED: (
            N_("'{value}' did not agree to take part, but there are answers."),
            N_("Remove the answers, or correct the consent."),
        ),
        Code.WITHDRAWN_EARLY: (
            N_("The consent is taken back ({withdrawn}) before it was given ({given})."),
            N_("Correct the times."),
        ),
        Code.NOMINATION_EMPTY: (
            N_("The row nominates nobody."),
            N_("Fill 'actor' or 'person', or remove the row."),
        ),
        Code.LINKS_CONTRADICTION: (
            N_("'{value}' says in one place that there are links outside the region and in another that not."),
            N_("Keep what is right; where has_links is no, the other cells stay empty."),
        ),
        Code.PARTNERS_CONTRADICTION: (
            N_("'{value}' says in one place that there are partners in other regions and in another that not."),
            N_("Keep what is right; where has_partners is no, the other cells stay empty."),
        ),
        Code.PARTNER_REGION_MISSING: (
            N_("'{value}' works with partners in another region, but the row does not say which."),
            N_("Fill 'region' with its NUTS code or name."),
        ),
        Code.AREA_CONTRADICTION: (
            N_("'{value}' ticked 'not_for_us' and something else for the area '{area}'."),
            N_("Keep what is right."),
        ),
        Code.SPAN_REVERSED: (
            N_("The passage ends ({end}) before or where it starts ({start})."),
            N_("Correct 'start' or 'end'."),
        ),
        Code.SPAN_OUTSIDE: (
            N_("The passage ends at {end}, but the story has {length} characters."),
            N_("Correct 'start' and 'end'; the first character is number 0."),
        ),
        Code.QUOTE_NOT_FOUND: (
            N_("The quote is not in the story '{story}': '{value}'."),
            N_("Copy the words from the story, letter by letter."),
        ),
        Code.QUOTE_ELSEWHERE: (
            N_("The quote is in the story '{story}', but at {found} and not at {start}."),
            N_("Set start to {found} and end to {end}, or leave both empty."),
        ),
        Code.CLAIM_SELF: (
            N_("'{value}' is its own cause."),
            N_("Correct the cause or the effect."),
        ),
        Code.THEME_CYCLE: (N_("The theme stands under itself: {path}."), N_("Correct 'parent'.")),
        Code.SHOWN_AND_HELD_OUT: (
            N_("The suggestion was both shown and held out."),
            N_("Keep what is right; it can be only one of the two."),
        ),
        Code.STOPPED_WITHOUT_REASON: (
            N_("The action was stopped, and nothing says why."),
            N_("Fill 'reason'."),
        ),
    }
)
