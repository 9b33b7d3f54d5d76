from __future__ import annotations

from django.urls import path

from clusterdynamics_web.network.views import experience, front, letters, members, moderation, own, reports

_REPORT = "network/results/<slug:published>/"

urlpatterns = [
    path("network/", front.front, name="network_front"),
    path("network/members/", members.members, name="network_members"),
    path("network/members/map.svg", members.members_map, name="network_map"),
    path("network/members/<slug:member>/", members.member, name="network_member"),
    path("network/members/<slug:member>/write/", letters.to_region, name="network_write"),
    path("network/letters/<slug:message>/report/", letters.report, name="network_message_report"),
    path("network/experience/", experience.experience, name="network_experience"),
    path("network/results/", reports.reports, name="network_reports"),
    path(_REPORT, reports.report, name="network_report"),
    path(_REPORT + "about/<slug:name>/", reports.section, name="network_report_section"),
    path(_REPORT + "picture/<slug:block>.svg", reports.picture, name="network_report_picture"),
    path("network/moderation/", moderation.moderation, name="network_moderation"),
    path("network/moderation/posts/<int:post>/", moderation.post, name="network_moderate_post"),
    path("network/moderation/letters/<slug:message>/", moderation.letter, name="network_moderate_letter"),
    path("r/<slug:region>/network/", own.own, name="network_own"),
]
