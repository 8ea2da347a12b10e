"""The ledger grows: signed changes, corrections, counts, losses. Its rows may be filled in until 0005 seals them anew."""

import daybreak.clinic.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from daybreak.clinic.append_only import append_only

_SEALED = append_only("vials_vialentry")


class Migration(migrations.Migration):

    dependencies = [
        ('vials', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(_SEALED.reverse_code, _SEALED.code),
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('day', 'Day close'), ('inventory', 'Inventory')], max_length=10)),
                ('moment', models.CharField(choices=[('open', 'opening of business'), ('close', 'close of business')], default='close', max_length=5)),
                ('day', models.DateField()),
                ('at', models.DateTimeField(default=daybreak.clinic.clock.now)),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CountLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expected_ug', models.BigIntegerField()),
                ('found_ug', models.BigIntegerField()),
                ('sealed', models.BooleanField(default=False)),
                ('explanation', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['count_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LossReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('discovered_on', models.DateField()),
                ('notice_due', models.DateField()),
                ('form_due', models.DateField()),
                ('policy_version', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-discovered_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LossStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('client_id', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('recorded_at', models.DateTimeField(default=daybreak.clinic.clock.now, editable=False)),
                ('kind', models.CharField(choices=[('notice', 'Written notice sent'), ('form106', 'Form 106 sent'), ('not_significant', 'Judged not significant')], max_length=20)),
                ('done_on', models.DateField()),
                ('reference', models.CharField(max_length=300)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='vialentry',
            name='entry_amount_is_positive',
        ),
        migrations.RemoveConstraint(
            model_name='vialentry',
            name='waste_is_seen_by_a_second_person',
        ),
        migrations.AddField(
            model_name='vialentry',
            name='after',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residues', to='vials.vialentry'),
        ),
        migrations.AddField(
            model_name='vialentry',
            name='change_ug',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='vialentry',
            name='place',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='vialentry',
            name='reverses',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='vials.vialentry'),
        ),
        migrations.AddField(
            model_name='vialentry',
            name='stands_for',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drawn_instead', to='vials.vialentry'),
        ),
        migrations.AlterField(
            model_name='vial',
            name='on_hand_ug',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='vialentry',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('administered', 'Administered'), ('wasted', 'Wasted'), ('returned', 'Returned'), ('broken', 'Broken'), ('lost', 'Lost'), ('overfill', 'Overfill found'), ('moved', 'Moved'), ('reversed', 'Correction')], max_length=20),
        ),
        migrations.AddField(
            model_name='count',
            name='recorded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='count',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='countline',
            name='count',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='vials.count'),
        ),
        migrations.AddField(
            model_name='countline',
            name='vial',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='count_lines', to='vials.vial'),
        ),
        migrations.AddField(
            model_name='lossreport',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='loss', to='vials.vialentry'),
        ),
        migrations.AddField(
            model_name='lossreport',
            name='recorded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lossstep',
            name='recorded_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lossstep',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='vials.lossreport'),
        ),
        migrations.AddConstraint(
            model_name='count',
            constraint=models.CheckConstraint(condition=models.Q(('recorded_by__isnull', False), models.Q(('second', models.F('recorded_by')), _negated=True)), name='a_count_is_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.UniqueConstraint(fields=('count', 'vial'), name='a_vial_is_counted_once_a_count'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.CheckConstraint(condition=models.Q(('expected_ug__gte', 0), ('found_ug__gte', 0)), name='counted_amounts_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.CheckConstraint(condition=models.Q(('found_ug', models.F('expected_ug')), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='a_difference_is_explained'),
        ),
        migrations.AddConstraint(
            model_name='lossstep',
            constraint=models.UniqueConstraint(fields=('report', 'kind'), name='each_step_of_a_loss_is_done_once'),
        ),
        migrations.AddConstraint(
            model_name='lossstep',
            constraint=models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='a_step_says_how_it_is_proven'),
        ),
    ]
