"""Checks and adverse events are written once."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]

    operations = [append_only("followup_checkrecord", "followup_adverseevent")]
