"""A response to a questionnaire is written once; a later version supersedes it."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [append_only("measures_response")]
