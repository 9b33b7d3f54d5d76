from __future__ import annotations

from django.urls import path

from clusterdynamics_web.joint.views import agreement, finding, names, results

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
    path("r/<slug:region>/s/<slug:study>/joint/", results.every, name="joint_studies"),
    path("r/<slug:region>/s/<slug:study>/joint/<slug:joint>/", results.show, name="joint_results"),
    path("r/<slug:region>/s/<slug:study>/joint/<slug:joint>/picture.svg", results.picture, name="joint_picture"),
    path("r/<slug:region>/s/<slug:study>/joint/<slug:joint>/table.csv", results.table, name="joint_table"),
    path("r/<slug:region>/s/<slug:study>/joint/<slug:joint>/report.pdf", results.paper, name="joint_paper"),
    path("r/<slug:region>/s/<slug:study>/joint/<slug:joint>/counts/", results.count, name="joint_count"),
    path(
        "r/<slug:region>/s/<slug:study>/joint/<slug:joint>/counts/<int:count>/remove/",
        results.count_remove,
        name="joint_count_remove",
    ),
    path("r/<slug:region>/s/<slug:study>/joint/<slug:joint>/finding/", finding.write, name="joint_finding"),
]
