"""The steps of an alert, assessments and crisis texts are written once; an alert itself is never deleted."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]

    operations = [append_only("alerts_alertstep", "alerts_riskassessment", "alerts_crisistext", "alerts_patientwords")]
