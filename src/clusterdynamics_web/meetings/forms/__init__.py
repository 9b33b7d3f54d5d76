"""Forms of series, meetings, agendas, talks and minutes."""

from clusterdynamics_web.meetings.forms.agenda import LineForm, TalkForm
from clusterdynamics_web.meetings.forms.fields import problems_onto
from clusterdynamics_web.meetings.forms.minutes import DecisionForm, MinutesForm
from clusterdynamics_web.meetings.forms.planning import MeetingForm, SeriesForm

__all__ = ["DecisionForm", "LineForm", "MeetingForm", "MinutesForm", "SeriesForm", "TalkForm", "problems_onto"]
