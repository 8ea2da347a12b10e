"""A prescriber's release of a session that a high pressure holds; like all that is signed, written once."""

import daybreak.clinic.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from daybreak.clinic.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('dosing_sessions', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('at', models.DateTimeField(default=daybreak.clinic.clock.now)),
                ('reason', models.CharField(max_length=300)),
                ('findings', models.JSONField(default=list)),
                ('reading', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='release', to='dosing_sessions.reading')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='dosing_sessions.dosingsession')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_release_says_why')],
            },
        ),
        append_only("dosing_sessions_release"),
    ]
