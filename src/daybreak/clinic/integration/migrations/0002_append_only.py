"""The steps of a window are written once."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("integration", "0001_initial")]

    operations = [append_only("integration_windowstep")]
