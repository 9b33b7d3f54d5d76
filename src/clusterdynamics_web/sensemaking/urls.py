from __future__ import annotations

from django.urls import path

from clusterdynamics_web.sensemaking.views import map_scenes, missing, noting, printing, rippling, room, running, team

STUDY = "r/<slug:region>/s/<slug:study>/sense/"

urlpatterns = [
    path(STUDY, team.home, name="sense_home"),
    path(f"{STUDY}new/", team.new, name="session_new"),
    path(f"{STUDY}map/", map_scenes.from_map, name="session_from_map"),
    path(f"{STUDY}<slug:key>/", team.session, name="session"),
    path(f"{STUDY}<slug:key>/audience/", team.audience, name="session_audience"),
    path(f"{STUDY}<slug:key>/previews/", team.previews, name="session_previews"),
    path(f"{STUDY}<slug:key>/open/", running.open_it, name="session_open"),
    path(f"{STUDY}<slug:key>/run/", running.control, name="session_control"),
    path(f"{STUDY}<slug:key>/run/screen/", running.screen_link, name="session_screen"),
    path(f"{STUDY}<slug:key>/run/close/", running.close, name="session_close"),
    path(f"{STUDY}<slug:key>/run/note/<int:number>/hide/", running.hide, name="session_hide"),
    path(f"{STUDY}<slug:key>/run/note/<int:number>/keep/", team.keep, name="session_keep"),
    path(f"{STUDY}<slug:key>/stories/", team.keep_told, name="session_stories"),
    path(f"{STUDY}<slug:key>/run/ripple/<int:number>/hide/", rippling.hide, name="session_ripple_hide"),
    path(f"{STUDY}<slug:key>/run/<int:number>/", running.step, name="session_step"),
    path(f"{STUDY}<slug:key>/run/<int:number>/finding/", running.finding, name="session_finding"),
    path(f"{STUDY}<slug:key>/run/<int:number>/note/", noting.note, name="session_team_note"),
    path(f"{STUDY}<slug:key>/notes.csv", noting.as_table, name="session_notes"),
    path(f"{STUDY}<slug:key>/missing/", missing.links, name="session_links"),
    path(f"{STUDY}<slug:key>/missing/<int:number>/", missing.review, name="session_link_review"),
    path(f"{STUDY}<slug:key>/missing.csv", missing.as_table, name="session_links_table"),
    path(f"{STUDY}<slug:key>/placemats/", printing.placemats, name="session_placemats"),
    path(f"{STUDY}<slug:key>/placemats.pdf", printing.placemats_file, name="session_placemats_file"),
    path(f"{STUDY}<slug:key>/record.pdf", team.pdf, name="session_record"),
    path(f"{STUDY}<slug:key>/scenes/<int:number>/ripples.<slug:kind>", rippling.file, name="session_ripples"),
    path(f"{STUDY}<slug:key>/scenes/new/", team.scene_new, name="session_scene_new"),
    path(f"{STUDY}<slug:key>/scenes/<int:number>/", team.scene, name="session_scene"),
    path(f"{STUDY}<slug:key>/scenes/<int:number>/move/", team.scene_move, name="session_scene_move"),
    path(f"{STUDY}<slug:key>/scenes/<int:number>/remove/", team.scene_remove, name="session_scene_remove"),
    path("session/", room.join, name="session_join"),
    path("session/now/", room.now, name="session_now"),
    path("session/state/", room.state, name="session_state"),
    path("session/vote/<int:number>/", room.vote, name="session_vote"),
    path("session/note/", room.note, name="session_note"),
    path("session/missing/", missing.say, name="session_missing"),
    path("session/ripple/", rippling.first, name="session_ripple"),
    path("session/ripple/<int:number>/", rippling.change, name="session_ripple_change"),
    path("session/ripple/<int:number>/then/", rippling.then, name="session_ripple_then"),
    path("screen/<str:token>/", room.screen, name="screen"),
    path("screen/<str:token>/events/", room.events, name="screen_events"),
    path("preview/<str:token>/", room.preview, name="preview"),
]
