"""What was recorded at the bedside is written once; a reading is amended by a new version."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("dosing_sessions", "0001_initial")]

    operations = [append_only(
            "dosing_sessions_injection",
            "dosing_sessions_reading",
            "dosing_sessions_sessionnote",
            "dosing_sessions_sessionevent",
        )]
