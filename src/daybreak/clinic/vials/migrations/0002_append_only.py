"""A line of the vial ledger is written once; a slip is put right by another line."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("vials", "0001_initial")]

    operations = [append_only("vials_vialentry")]
