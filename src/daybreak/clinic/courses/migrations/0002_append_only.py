"""The phases a course has been through are written once."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [append_only("courses_phasechange")]
