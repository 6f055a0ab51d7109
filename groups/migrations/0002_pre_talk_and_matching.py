

import django.contrib.postgres.fields
import pio.core.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='groupentry',
            name='offered_despite',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='groupentry',
            name='pre_talk_planned_date',
            field=models.DateField(blank=True, null=True, verbose_name='forsamtale avtalt'),
        ),
        migrations.AddField(
            model_name='groupentry',
            name='theme',
            field=pio.core.fields.EncryptedTextField(blank=True, editable=True, label='groups.entry.theme', max_length=40, null=True, verbose_name='det gjelder'),
        ),
        migrations.AddField(
            model_name='supportgroup',
            name='municipality',
            field=models.CharField(db_default='0301', default='0301', max_length=4, verbose_name='kommune'),
        ),
        migrations.AddField(
            model_name='supportgroup',
            name='spoken_language',
            field=models.CharField(choices=[('nb', 'Norsk'), ('en', 'Engelsk'), ('ar', 'Arabisk'), ('pl', 'Polsk'), ('so', 'Somali'), ('nsl', 'Norsk tegnspråk'), ('ti', 'Tigrinja'), ('uk', 'Ukrainsk'), ('ur', 'Urdu'), ('other', 'Et annet språk')], db_default='nb', default='nb', max_length=10, verbose_name='språk i gruppa'),
        ),
        migrations.AddField(
            model_name='supportgroup',
            name='theme',
            field=models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='tema'),
        ),
    ]
