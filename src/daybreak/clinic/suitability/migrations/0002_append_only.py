"""What was answered, decided, signed and judged is written once; the next word is a row of its own."""

from django.db import migrations

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("suitability", "0001_initial")]

    operations = [
        append_only(
            "suitability_referral",
            "suitability_answer",
            "suitability_pasttrial",
            "suitability_decision",
            "suitability_override",
            "suitability_countersignature",
            "suitability_assessment",
        )
    ]
