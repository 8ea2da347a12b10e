"""Every version that was saved, and every result, is written once."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("trials", "0001_initial")]

    operations = [append_only("trials_version", "trials_runresult")]
