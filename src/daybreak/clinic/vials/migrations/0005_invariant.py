"""The ledger is sealed: CHECKs, rows that stay, and the triggers that keep every vial the sum of its lines."""

import django.db.models.expressions
from django.db import migrations, models

from daybreak.clinic.append_only import append_only
from daybreak.clinic.vials import invariant


class Migration(migrations.Migration):
    dependencies = [("vials", "0004_changes")]

    operations = [
        migrations.AlterField(
            model_name="vialentry",
            name="change_ug",
            field=models.BigIntegerField(),
        ),
        migrations.AddConstraint(
            model_name='vialentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_ug', 0), ('kind', 'moved')), models.Q(models.Q(('kind', 'moved'), _negated=True), ('amount_ug__gt', 0)), _connector='OR'), name='entry_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='vialentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('received', 'overfill')), ('change_ug', models.F('amount_ug'))), models.Q(('kind__in', ('administered', 'wasted', 'returned', 'broken', 'lost')), ('change_ug', django.db.models.expressions.CombinedExpression(models.F('amount_ug'), '*', models.Value(-1)))), models.Q(('change_ug', 0), ('kind', 'moved')), models.Q(('kind', 'reversed'), models.Q(('change_ug', models.F('amount_ug')), ('change_ug', django.db.models.expressions.CombinedExpression(models.F('amount_ug'), '*', models.Value(-1))), _connector='OR')), _connector='OR'), name='entry_change_fits_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='vialentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversed'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reversed'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='a_reversal_names_what_it_reverses'),
        ),
        migrations.AddConstraint(
            model_name='vialentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'moved'), _negated=True), models.Q(('place', ''), _negated=True), _connector='OR'), name='a_move_says_where_to'),
        ),
        migrations.AddConstraint(
            model_name='vialentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['received', 'administered', 'moved']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='what_leaves_a_vial_says_why'),
        ),
        migrations.AddConstraint(
            model_name='vialentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('wasted', 'broken', 'overfill', 'reversed')), _negated=True), models.Q(('witness__isnull', False), models.Q(('witness', models.F('recorded_by')), _negated=True)), _connector='OR'), name='waste_is_seen_by_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='vialentry',
            constraint=models.CheckConstraint(condition=models.Q(('recorded_by__isnull', False)), name='an_entry_is_by_someone'),
        ),
        append_only("vials_vialentry", "vials_count", "vials_countline", "vials_lossreport", "vials_lossstep"),
        invariant.enforce(),
    ]
