"""A forecast stays as it was shown."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("forecasts", "0001_initial")]

    operations = [append_only("forecasts_forecast")]
