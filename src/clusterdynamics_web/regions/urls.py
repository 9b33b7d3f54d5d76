from __future__ import annotations

from django.urls import path

from clusterdynamics_web.regions.views import emergency, invitations, logs, operator, people, region, setup

urlpatterns = [
    path("setup/", setup.setup, name="setup"),
    path("operator/", operator.operator_home, name="operator_home"),
    path("operator/regions/new/", operator.operator_new_region, name="operator_new_region"),
    path("operator/emergency/<slug:key>/", emergency.operator_emergency, name="operator_emergency"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("sender/<str:token>/", region.sender_confirm, name="sender_confirm"),
    path("r/<slug:region>/", region.region_home, name="region_home"),
    path("r/<slug:region>/settings/", region.region_settings, name="region_settings"),
    path("r/<slug:region>/settings/look/", region.region_look, name="region_look"),
    path("r/<slug:region>/settings/sender/", region.sender_check, name="sender_check"),
    path("r/<slug:region>/clusters/new/", region.cluster_new, name="cluster_new"),
    path("r/<slug:region>/clusters/<slug:cluster>/", region.cluster_edit, name="cluster_edit"),
    path("r/<slug:region>/people/", people.region_people, name="region_people"),
    path("r/<slug:region>/people/<int:member>/role/", people.member_change, name="member_change"),
    path("r/<slug:region>/people/<int:member>/remove/", people.member_remove, name="member_remove"),
    path("r/<slug:region>/invitations/<int:number>/again/", people.invitation_again, name="invitation_again"),
    path("r/<slug:region>/invitations/<int:number>/withdraw/", people.invitation_withdraw, name="invitation_withdraw"),
    path("r/<slug:region>/log/", logs.region_log, name="region_log"),
    path("r/<slug:region>/emergency/", emergency.region_emergency, name="region_emergency"),
    path("r/<slug:region>/emergency/<slug:key>/", emergency.emergency_confirm, name="emergency_confirm"),
    path("r/<slug:region>/s/<slug:study>/people/", people.study_people, name="study_people"),
    path(
        "r/<slug:region>/s/<slug:study>/people/<int:held>/remove/", people.study_role_remove, name="study_role_remove"
    ),
    path(
        "r/<slug:region>/s/<slug:study>/invitations/<int:number>/again/",
        people.study_invitation_again,
        name="study_invitation_again",
    ),
    path(
        "r/<slug:region>/s/<slug:study>/invitations/<int:number>/withdraw/",
        people.study_invitation_withdraw,
        name="study_invitation_withdraw",
    ),
    path("r/<slug:region>/s/<slug:study>/log/", logs.study_log, name="study_log"),
]
