"""Who may do what: one table, from the roles to the rights. Everything that shows or changes something asks here.

The rows are those of the role table in the privacy specification. "Never" there is a right that no role holds here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from clusterdynamics_web.regions.models import Role

__all__ = ["RIGHTS", "Right", "rights_of"]


class Right(StrEnum):
    """Something that a person may do in a region or a study."""

    # in a region
    SEE_REGION = "see_region"  # its front page
    LIST_STUDIES = "list_studies"
    MANAGE_REGION = "manage_region"  # settings, clusters, people, new studies
    READ_REGION_LOG = "read_region_log"
    BREAK_GLASS = "break_glass"
    SEE_PUBLISHED = "see_published"  # results that were given out to the network of regions
    SUBMIT_ITEM = "submit_item"  # to the library, for the region
    CURATE = "curate"  # reply to what is sent in, moderate
    EDIT_CALLS = "edit_calls"  # enter funding calls and keep them up to date

    # in a study
    SEE_STUDY = "see_study"  # its front page and its groups' figures
    SEE_RATE = "see_rate"  # how many answered, not who
    SEE_RESPONDED = "see_responded"  # who answered
    SEE_NAMES = "see_names"  # names of the organisations on the roster
    SEE_CONTACTS = "see_contacts"  # whom to ask there
    EDIT_STUDY = "edit_study"  # set-up
    SIGN_OFF = "sign_off"  # approve the questions for the cluster
    MANAGE_PEOPLE = "manage_people"  # give roles in the study
    RUN_ROOM = "run_room"  # the afternoon study, and sense-making sessions
    SEE_SESSIONS = "see_sessions"  # what came of them
    REVIEW_LINKS = "review_links"  # that people in a session miss on the map
    RUN_FIELDWORK = "run_fieldwork"  # open, mail, remind
    RANK_MISSING = "rank_missing"  # who matters most among the missing: needs named ties
    CLOSE_WAVE = "close_wave"  # close, freeze
    INTRODUCE = "introduce"  # bring organisations together
    ASK_CHAMPIONS = "ask_champions"  # read who was named, and ask them whether their name may be shown
    SEE_RESULTS = "see_results"  # of a closed wave, each role as its audience (`results.audiences`)
    PUBLISH = "publish"  # give results out
    SEE_STORIES = "see_stories"  # as far as their tellers agreed
    EDIT_STORIES = "edit_stories"  # ask for them by link, code them, hold panels
    SEE_ACTIONS = "see_actions"  # how far they are, by purpose
    READ_ACTIONS = "read_actions"  # each of them, the findings behind it, the calendar
    EDIT_FINDINGS = "edit_findings"
    EDIT_ACTIONS = "edit_actions"  # and hold reviews
    INTERVIEW = "interview"  # those assigned
    ASSIGN_INTERVIEWS = "assign_interviews"
    READ_ANSWERS = "read_answers"  # raw answers (C0), named ties and ratings (C1)
    EXPORT = "export"  # study package, with a reason
    ERASE = "erase"  # withdrawal, destroying the key
    READ_STUDY_LOG = "read_study_log"


_EVERYBODY = frozenset({Right.SEE_REGION, Right.SEE_STUDY, Right.SUBMIT_ITEM})
_ACTING = frozenset({Right.SEE_ACTIONS, Right.READ_ACTIONS, Right.EDIT_ACTIONS})

#: Role → rights. In a region: its own roles; in a study: its own roles and those of the region it belongs to.
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.REGION_ADMIN: _EVERYBODY
    | {
        Right.LIST_STUDIES,
        Right.MANAGE_REGION,
        Right.EDIT_CALLS,
        Right.READ_REGION_LOG,
        Right.BREAK_GLASS,
        Right.SEE_PUBLISHED,
        Right.SEE_RATE,
        Right.SEE_RESULTS,
        Right.SEE_ACTIONS,
        Right.MANAGE_PEOPLE,
    },
    Role.CURATOR: frozenset({Right.SEE_REGION, Right.SEE_PUBLISHED, Right.SUBMIT_ITEM, Right.CURATE, Right.EDIT_CALLS}),
    Role.NETWORK_READER: frozenset({Right.SEE_REGION, Right.SEE_PUBLISHED, Right.SUBMIT_ITEM}),
    Role.STUDY_LEAD: _EVERYBODY
    | {
        Right.SEE_RATE,
        Right.SEE_RESULTS,
        Right.SEE_RESPONDED,
        Right.SEE_NAMES,
        Right.SEE_CONTACTS,
        Right.EDIT_STUDY,
        Right.MANAGE_PEOPLE,
        Right.RUN_FIELDWORK,
        Right.RUN_ROOM,
        Right.SEE_SESSIONS,
        Right.REVIEW_LINKS,
        Right.RANK_MISSING,
        Right.INTRODUCE,
        Right.ASK_CHAMPIONS,
        Right.CLOSE_WAVE,
        Right.PUBLISH,
        Right.SEE_STORIES,
        Right.EDIT_STORIES,
        *_ACTING,
        Right.EDIT_FINDINGS,
        Right.ASSIGN_INTERVIEWS,
        Right.READ_ANSWERS,
        Right.EXPORT,
        Right.ERASE,
        Right.READ_STUDY_LOG,
    },
    Role.CLUSTER_MANAGER: _EVERYBODY
    | {
        Right.SEE_RATE,
        Right.SEE_RESULTS,
        Right.SEE_RESPONDED,
        Right.SEE_NAMES,
        Right.SEE_CONTACTS,
        Right.EDIT_STUDY,
        Right.SIGN_OFF,
        Right.RUN_FIELDWORK,
        Right.RUN_ROOM,
        Right.INTRODUCE,
        Right.SEE_SESSIONS,
        Right.SEE_STORIES,
        Right.EDIT_STORIES,
        *_ACTING,
        Right.EDIT_FINDINGS,
        Right.ASSIGN_INTERVIEWS,
    },
    Role.INTERVIEWER: _EVERYBODY | {Right.INTERVIEW},
    Role.FACILITATOR: _EVERYBODY
    | {
        Right.SEE_RATE,
        Right.SEE_RESULTS,
        Right.RUN_ROOM,
        Right.SEE_SESSIONS,
        Right.REVIEW_LINKS,
        Right.SEE_STORIES,
        Right.SEE_ACTIONS,
        Right.READ_ACTIONS,
    },
    Role.BOARD: _EVERYBODY
    | {
        Right.SEE_RATE,
        Right.SEE_RESULTS,
        Right.SEE_SESSIONS,
        Right.SEE_STORIES,
        Right.SEE_NAMES,
        Right.SIGN_OFF,
        *_ACTING,
    },
}


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """Return what somebody with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))
