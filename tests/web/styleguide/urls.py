"""The application with the style guide beside it."""

from __future__ import annotations

from django.urls import include, path

from clusterdynamics_web.urls import urlpatterns as application

urlpatterns = [path("styleguide/", include("clusterdynamics_web.styleguide.urls")), *application]
