from __future__ import annotations

from django.urls import path

from clusterdynamics_web.introductions.views import champions, easy, large, linked

STUDY = "r/<slug:region>/s/<slug:study>"

urlpatterns = [
    path(f"{STUDY}/easy/", easy.overview, name="easy"),
    path(f"{STUDY}/easy/list/", easy.prepare, name="easy_list"),
    path(f"{STUDY}/easy/ask/", easy.ask, name="easy_ask"),
    path(f"{STUDY}/easy/group/<str:area>/", easy.group, name="easy_group"),
    path(f"{STUDY}/champions/", champions.overview, name="champions"),
    path(f"{STUDY}/champions/<str:subject>/", champions.ask, name="champion_ask"),
    path(f"{STUDY}/large-companies/", large.overview, name="large_companies"),
    path("meet/", linked.meet, name="meet"),
    path("meet/<str:token>/", linked.meet_link, name="meet_link"),
    path("named/", linked.named, name="named"),
    path("named/<str:token>/", linked.named_link, name="named_link"),
]
