from __future__ import annotations

from django.apps import AppConfig


class JointConfig(AppConfig):
    name = "clusterdynamics_web.joint"
    label = "joint"
