"""Measures are asked for by a schedule, reach the patient by message, and come in several kinds and languages."""

import daybreak.clinic.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from daybreak.clinic.append_only import append_only

# Altering a table on SQLite builds it anew and drops its triggers, so they are taken off first and put back after.
_RESPONSES = append_only('measures_response')
_WRITTEN_ONCE = append_only('measures_response', 'measures_reach', 'measures_instrumenttext', 'measures_taskrun')


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0002_append_only'),
        ('measures', '0002_append_only'),
        ('patients', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(_RESPONSES.reverse_code, _RESPONSES.code),
        migrations.CreateModel(
            name='DraftAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link_id', models.CharField(max_length=40)),
                ('value', models.SmallIntegerField()),
                ('at', models.DateTimeField(default=daybreak.clinic.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='InstrumentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('instrument', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=5)),
                ('content', models.JSONField()),
                ('licence', models.TextField()),
                ('source', models.CharField(max_length=300)),
                ('file_sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=daybreak.clinic.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('number', models.PositiveSmallIntegerField(default=0)),
                ('way', models.CharField(choices=[('none', 'in the clinic only'), ('email', 'by e-mail'), ('sms', 'by text message')], max_length=10)),
                ('language', models.CharField(default='en', max_length=5)),
                ('state', models.CharField(default='due', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(default=daybreak.clinic.clock.now)),
                ('done_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('way', models.CharField(choices=[('none', 'in the clinic only'), ('email', 'by e-mail'), ('sms', 'by text message')], max_length=10)),
                ('language', models.CharField(default='en', max_length=5)),
            ],
            options={
                'ordering': ['recorded_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TaskRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('task', models.CharField(max_length=20)),
                ('completed_at', models.DateTimeField(default=daybreak.clinic.clock.now)),
                ('trials', models.JSONField()),
                ('timing', models.JSONField()),
                ('result', models.JSONField()),
                ('value', models.FloatField()),
                ('is_usable', models.BooleanField()),
            ],
            options={
                'ordering': ['completed_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='response',
            name='only_an_import_lacks_its_items',
        ),
        migrations.AddField(
            model_name='invitation',
            name='batch',
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='occasion',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='invitation',
            name='place',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='response',
            name='language',
            field=models.CharField(default='en', max_length=5),
        ),
        migrations.AlterField(
            model_name='response',
            name='instrument_version',
            field=models.CharField(max_length=80),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('occasion', ''), _negated=True), fields=('course', 'occasion'), name='an_occasion_is_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('risk_item__isnull', False), ('channel', 'import'), models.Q(('instrument__in', ['phq9', 'qids', 'madrs', 'cssrs']), _negated=True), _connector='OR'), name='only_an_import_lacks_its_items'),
        ),
        migrations.AddField(
            model_name='draftanswer',
            name='invitation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='measures.invitation'),
        ),
        migrations.AddField(
            model_name='instrumenttext',
            name='recorded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='link',
            name='invitation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='measures.invitation'),
        ),
        migrations.AddField(
            model_name='message',
            name='invitation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='measures.invitation'),
        ),
        migrations.AddField(
            model_name='message',
            name='recorded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reach',
            name='patient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reaches', to='patients.patient'),
        ),
        migrations.AddField(
            model_name='reach',
            name='recorded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='taskrun',
            name='course',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='task_runs', to='courses.course'),
        ),
        migrations.AddField(
            model_name='taskrun',
            name='invitation',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='task_run', to='measures.invitation'),
        ),
        migrations.AddField(
            model_name='taskrun',
            name='patient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='task_runs', to='patients.patient'),
        ),
        migrations.AddField(
            model_name='taskrun',
            name='recorded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='draftanswer',
            constraint=models.UniqueConstraint(fields=('invitation', 'link_id'), name='one_draft_an_item'),
        ),
        migrations.AddConstraint(
            model_name='instrumenttext',
            constraint=models.CheckConstraint(condition=models.Q(('licence', ''), _negated=True), name='a_wording_states_its_licence'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['state', 'due_at'], name='messages_due'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('invitation', 'number'), name='a_message_is_written_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['due', 'sending', 'sent', 'failed', 'dropped'])), name='a_message_has_a_state'),
        ),
        _WRITTEN_ONCE,
    ]
