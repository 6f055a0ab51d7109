"""Saved reports for those who fund the centre."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stats', '0003_appended_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='navn')),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None, verbose_name='tall')),
                ('rule', models.CharField(choices=[('fixed', 'Faste måneder'), ('last_month', 'Forrige måned'), ('last_quarter', 'Forrige kvartal'), ('year_so_far', 'Fra januar til og med forrige måned'), ('last_year', 'I fjor')], default='year_so_far', max_length=15, verbose_name='periode')),
                ('first_month', models.DateField(blank=True, null=True, verbose_name='fra og med')),
                ('last_month', models.DateField(blank=True, null=True, verbose_name='til og med')),
                ('by_month', models.BooleanField(default=False, verbose_name='vis hver måned')),
                ('for_board', models.BooleanField(default=False, verbose_name='styret kan lese rapporten')),
                ('schedule', models.CharField(choices=[('never', 'Aldri'), ('monthly', 'Hver måned'), ('quarterly', 'Hvert kvartal'), ('yearly', 'Hvert år, i januar')], default='never', max_length=10, verbose_name='send lenke')),
                ('next_date', models.DateField(blank=True, editable=False, null=True, verbose_name='sendes neste gang')),
                ('made_date', models.DateField(verbose_name='laget')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receivers', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='til')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('first_month__isnull', False), ('last_month__gte', models.F('first_month')), ('rule', 'fixed')), models.Q(models.Q(('rule', 'fixed'), _negated=True), ('first_month__isnull', True), ('last_month__isnull', True)), _connector='OR'), name='saved_report_months_when_fixed'), models.CheckConstraint(condition=models.Q(models.Q(('next_date__isnull', True), ('schedule', 'never')), models.Q(models.Q(('schedule', 'never'), _negated=True), ('next_date__isnull', False)), _connector='OR'), name='saved_report_next_date_when_scheduled')],
            },
        ),
    ]
