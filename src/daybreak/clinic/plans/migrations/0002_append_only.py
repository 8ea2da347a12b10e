"""How appointments changed, and what was signed for a protocol, is written once."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [append_only("plans_appointmentchange", "plans_protocolversion")]
