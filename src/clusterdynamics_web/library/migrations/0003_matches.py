from __future__ import annotations

from django.db import migrations

from clusterdynamics_web.library.search.tables import drop_matches, make_matches


class Migration(migrations.Migration):
    dependencies = [("library", "0002_post_hidden_reason_postreport")]

    operations = [migrations.RunPython(make_matches, drop_matches)]
