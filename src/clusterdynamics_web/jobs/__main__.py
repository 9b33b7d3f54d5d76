"""``python -m clusterdynamics_web.jobs``: the worker."""

from __future__ import annotations

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clusterdynamics_web.settings")
    django.setup()
    from clusterdynamics_web.jobs.worker import Worker

    Worker().run()


if __name__ == "__main__":
    main()
