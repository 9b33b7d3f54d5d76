"""Every address. Each view declares who may come (`routes.page`)."""

from __future__ import annotations

from django.urls import include, path

from clusterdynamics_web import views
from clusterdynamics_web.actions.views.calendar import feed
from clusterdynamics_web.dashboard.views.programme import programme, programme_export

handler400 = "clusterdynamics_web.views.bad_request"
handler500 = "clusterdynamics_web.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("styleguide/", include("clusterdynamics_web.styleguide.urls")),
    path("", include("clusterdynamics_web.accounts.urls")),
    path("jobs/", include("clusterdynamics_web.jobs.urls")),
    path("r/<slug:region>/s/<slug:study>/act/", include("clusterdynamics_web.actions.urls")),
    path("r/<slug:region>/s/<slug:study>/dashboard/", include("clusterdynamics_web.dashboard.urls")),
    path("r/<slug:region>/programme/", programme, name="programme"),
    path("r/<slug:region>/programme/for-others.zip", programme_export, name="programme_export"),
    path("calendar/<str:token>.ics", feed, name="act_feed"),
    path("r/<slug:region>/s/<slug:study>/field/", include("clusterdynamics_web.fieldwork.urls")),
    path("r/<slug:region>/s/<slug:study>/interviews/", include("clusterdynamics_web.interviews.urls")),
    path("r/<slug:region>/s/<slug:study>/results/", include("clusterdynamics_web.results.urls")),
    path("r/<slug:region>/published/", include("clusterdynamics_web.results.published_urls")),
    path("", include("clusterdynamics_web.introductions.urls")),
    path("", include("clusterdynamics_web.api.urls")),
    path("", include("clusterdynamics_web.stories.urls")),
    path("", include("clusterdynamics_web.joint.urls")),
    path("", include("clusterdynamics_web.library.urls")),
    path("", include("clusterdynamics_web.meetings.urls")),
    path("", include("clusterdynamics_web.calls.urls")),
    path("", include("clusterdynamics_web.network.urls")),
    path("", include("clusterdynamics_web.sensemaking.urls")),
    path("", include("clusterdynamics_web.setup.urls")),
    path("", include("clusterdynamics_web.regions.urls")),
    path("", include("clusterdynamics_web.rooms.urls")),
    path("", include("clusterdynamics_web.feedback.urls")),  # before the survey, whose steps would catch its addresses
    path("", include("clusterdynamics_web.survey.urls")),
]
