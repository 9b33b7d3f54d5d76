from __future__ import annotations

from django.urls import path

from clusterdynamics_web.joint.views import agreement, names

urlpatterns = [
    path("r/<slug:region>/joint/", agreement.every, name="joint_list"),
    path("r/<slug:region>/joint/new/", agreement.new, name="joint_new"),
    path("r/<slug:region>/joint/join/", agreement.join, name="joint_join"),
    path("r/<slug:region>/joint/<slug:joint>/", agreement.agreement, name="joint_agreement"),
    path("r/<slug:region>/joint/<slug:joint>/terms/", agreement.change, name="joint_terms"),
    path("r/<slug:region>/joint/<slug:joint>/code/", agreement.code, name="joint_code"),
    path("r/<slug:region>/joint/<slug:joint>/sign/", agreement.sign, name="joint_sign"),
    path("r/<slug:region>/joint/<slug:joint>/unsign/", agreement.unsign, name="joint_unsign"),
    path("r/<slug:region>/joint/<slug:joint>/end/", agreement.end, name="joint_end"),
    path("r/<slug:region>/s/<slug:study>/joint/<slug:joint>/names/", names.names, name="joint_names"),
]
