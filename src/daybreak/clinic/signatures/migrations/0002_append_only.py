"""A signature is written once."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial")]

    operations = [append_only("signatures_signature")]
