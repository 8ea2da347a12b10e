"""Signed notes are written once; a sealed text is never deleted, and stays with its note while its seal changes."""

from django.db import migrations

from daybreak.clinic.append_only import append_only
from daybreak.clinic.notes.keeping import kept


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]

    operations = [append_only("notes_progressnote", "notes_psychotherapynote"), kept("notes_sealedtext", "note_id")]
