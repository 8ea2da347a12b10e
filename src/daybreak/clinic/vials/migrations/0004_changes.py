"""Every line written so far says what it does to its vial: a receipt adds, everything else took away."""

from typing import Any

from django.db import migrations
from django.db.models import Case, F, When


def fill_in(apps: Any, schema_editor: Any) -> None:
    entries = apps.get_model("vials", "VialEntry").objects
    entries.update(change_ug=Case(When(kind="received", then=F("amount_ug")), default=-F("amount_ug")))


class Migration(migrations.Migration):
    dependencies = [("vials", "0003_ledger")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
