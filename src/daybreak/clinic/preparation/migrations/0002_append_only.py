"""Each is written once."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("preparation", "0001_initial")]

    operations = [
        append_only(
            "preparation_preparationsession",
            "preparation_intention",
            "preparation_safetyplan",
            "preparation_escort",
            "preparation_preferences",
        )
    ]
