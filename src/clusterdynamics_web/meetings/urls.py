from __future__ import annotations

from django.urls import path

from clusterdynamics_web.meetings.views import agenda, calendars, edit, minutes, people, shelf, talks

_ONE = "meetings/<slug:key>/"

urlpatterns = [
    path("meetings/", shelf.meetings, name="meetings"),
    path("meetings/calendar.ics", calendars.everything, name="meetings_feed"),
    path("meetings/hosted-by/<slug:host>.ics", calendars.of_host, name="meetings_host_feed"),
    path("meetings/about/<slug:host>/<slug:cluster>.ics", calendars.about, name="meetings_cluster_feed"),
    path("meetings/mine/<str:token>.ics", calendars.mine, name="meetings_my_feed"),
    path("meetings/mails/<str:token>/", people.mails_off, name="meetings_mails_off"),
    path("meetings/zone/", shelf.zone, name="meetings_zone"),
    path("meetings/own/", people.own, name="meetings_own"),
    path("meetings/new/", edit.new, name="meeting_new"),
    path("meetings/series/new/", edit.series_new, name="meetings_series_new"),
    path("meetings/series/<slug:key>/", shelf.series, name="meetings_series"),
    path("meetings/series/<slug:key>/change/", edit.series_edit, name="meetings_series_edit"),
    path(_ONE, shelf.meeting, name="meeting"),
    path(_ONE + "meeting.ics", calendars.one, name="meeting_file"),
    path(_ONE + "change/", edit.edit, name="meeting_edit"),
    path(_ONE + "call-off/", edit.call_off, name="meeting_call_off"),
    path(_ONE + "join/", people.join, name="meeting_join"),
    path(_ONE + "leave/", people.leave, name="meeting_leave"),
    path(_ONE + "agenda/", agenda.agenda, name="meeting_agenda"),
    path(_ONE + "agenda/new/", agenda.seed, name="meeting_seed"),
    path(_ONE + "agenda/<int:line>/", agenda.line, name="meeting_line"),
    path(_ONE + "agenda/<int:line>/move/", agenda.move, name="meeting_line_move"),
    path(_ONE + "agenda/<int:line>/remove/", agenda.remove, name="meeting_line_remove"),
    path(_ONE + "talks/", talks.offer, name="talk_offer"),
    path(_ONE + "talks/<int:talk>/answer/", talks.answer, name="talk_answer"),
    path(_ONE + "talks/<int:talk>/withdraw/", talks.withdraw, name="talk_withdraw"),
    path(_ONE + "talks/<int:talk>/slides/", talks.slides, name="talk_slides"),
    path(_ONE + "minutes/", minutes.minutes, name="meeting_minutes"),
    path(_ONE + "minutes/close/", minutes.close, name="meeting_close"),
    path(_ONE + "decisions/", minutes.decide, name="meeting_decide"),
    path(_ONE + "decisions/<int:decision>/", minutes.mark, name="decision_mark"),
    path(_ONE + "decisions/<int:decision>/remove/", minutes.remove, name="decision_remove"),
]
