from __future__ import annotations

from django.urls import path

from clusterdynamics_web.calls.views import desk, evidence, review, shelf

_DESK = "r/<slug:region>/calls/"

urlpatterns = [
    path("calls/", shelf.calls, name="calls"),
    path("calls/calls.ics", shelf.calendar, name="calls_calendar"),
    path("calls/feed.atom", shelf.feed, name="calls_feed"),
    path("calls/calls.csv", shelf.as_table, name="calls_table"),
    path("calls/review/", review.queue, name="calls_review"),
    path("calls/review/<slug:call>/", review.reply, name="calls_reply"),
    path("calls/<slug:call>/", shelf.call, name="calls_call"),
    path("calls/<slug:call>/join/", shelf.join, name="calls_join"),
    path("calls/<slug:call>/leave/", shelf.leave, name="calls_leave"),
    path("calls/<slug:call>/write/<int:interest>/", shelf.write, name="calls_write"),
    path(_DESK, desk.desk, name="calls_desk"),
    path(_DESK + "new/", desk.new, name="calls_new"),
    path(_DESK + "bring-in/", desk.bring_in, name="calls_bring_in"),
    path(_DESK + "bring-in/<slug:draft>/", desk.preview, name="calls_preview"),
    path(_DESK + "<slug:call>/", desk.edit, name="calls_edit"),
    path(_DESK + "<slug:call>/checked/", desk.checked, name="calls_checked"),
    path(_DESK + "<slug:call>/withdraw/", desk.withdraw, name="calls_withdraw"),
    path("r/<slug:region>/evidence/", evidence.evidence, name="evidence"),
    path("r/<slug:region>/evidence/<slug:pack>/", evidence.pack, name="evidence_pack"),
]
