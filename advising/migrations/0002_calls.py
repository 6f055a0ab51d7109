"""The helpline log. What Django cannot say in a constraint is said in SQL: five minutes, and lists that hold codes only."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pio.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models

CODES = """array_to_string({column}, ' ', '?') ~ '^[a-z0-9_ ]*$'"""
LISTS = ("diagnosis_areas", "topics", "referred_from", "referred_to", "help_given")
ADD = [
    "ALTER TABLE advising_call ADD CONSTRAINT advising_call_five_minutes"
    " CHECK (started_at = to_timestamp(floor(extract(epoch FROM started_at) / 300) * 300))",
    "ALTER TABLE advising_call ADD CONSTRAINT advising_call_lists_hold_codes CHECK ("
    + " AND ".join(CODES.format(column=column) for column in LISTS)
    + ")",
]
DROP = [
    "ALTER TABLE advising_call DROP CONSTRAINT advising_call_lists_hold_codes",
    "ALTER TABLE advising_call DROP CONSTRAINT advising_call_five_minutes",
]


class Migration(migrations.Migration):

    dependencies = [
        ('advising', '0001_sessions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CallCodeWord',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('word_key', models.BinaryField(max_length=32, unique=True)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='temaer')),
                ('agreement', pio.core.fields.EncryptedTextField(blank=True, editable=True, label='advising.call_code_word.agreement', max_length=1000, verbose_name='avtale')),
                ('renewed_on', models.DateField(verbose_name='sist brukt')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField(verbose_name='startet')),
                ('duration_minutes', models.PositiveSmallIntegerField(verbose_name='varighet i minutter')),
                ('channel', models.CharField(blank=True, default='', max_length=40, verbose_name='kanal')),
                ('kind', models.CharField(max_length=40, verbose_name='hva slags samtale')),
                ('caller_role', models.CharField(blank=True, default='', max_length=40, verbose_name='rolle')),
                ('relation', models.CharField(blank=True, default='', max_length=40, verbose_name='den som ringer, er')),
                ('caller_gender', models.CharField(blank=True, default='', max_length=40, verbose_name='kjønn')),
                ('caller_age_band', models.CharField(blank=True, default='', max_length=40, verbose_name='alder')),
                ('county', models.CharField(blank=True, default='', max_length=40, verbose_name='fylke')),
                ('municipality', models.CharField(blank=True, default='', max_length=40, verbose_name='kommune')),
                ('diagnosis_areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='sykdom eller vanske')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='temaer')),
                ('referred_from', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='kom fra')),
                ('referred_to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='henvist til')),
                ('help_given', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='hva vi gjorde')),
                ('severity', models.CharField(blank=True, default='', max_length=40, verbose_name='bekymring')),
                ('note', pio.core.fields.EncryptedTextField(blank=True, editable=True, label='advising.call.note', max_length=4000, null=True, verbose_name='notat')),
                ('source', models.CharField(choices=[('entry', 'Ført under samtalen'), ('late', 'Etterregistrert'), ('import', 'Importert')], default='entry', max_length=8, verbose_name='kilde')),
                ('amended', models.BooleanField(default=False, verbose_name='rettet i ettertid')),
                ('external_key', models.BinaryField(max_length=32, null=True, unique=True)),
                ('import_digest', models.BinaryField(max_length=32, null=True)),
                ('submission_key', models.BinaryField(max_length=32, null=True, unique=True)),
                ('author_key', models.BinaryField(max_length=32, null=True)),
                ('editable_until', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['-started_at', '-id'],
                'indexes': [models.Index(fields=['-started_at', '-id'], name='advising_call_by_time'), models.Index(fields=['kind', '-started_at', '-id'], name='advising_call_by_kind'), models.Index(fields=['channel', '-started_at', '-id'], name='advising_call_by_channel'), models.Index(fields=['relation', '-started_at', '-id'], name='advising_call_by_relation'), models.Index(fields=['county', '-started_at', '-id'], name='advising_call_by_county'), models.Index(fields=['severity', '-started_at', '-id'], name='advising_call_by_severity'), models.Index(fields=['source', '-started_at', '-id'], name='advising_call_by_source'), django.contrib.postgres.indexes.GinIndex(fields=['topics'], name='advising_call_by_topic'), models.Index(condition=models.Q(('note__isnull', False)), fields=['started_at'], name='advising_call_with_note'), models.Index(condition=models.Q(('editable_until__isnull', False)), fields=['editable_until'], name='advising_call_editable')],
                'constraints': [models.CheckConstraint(condition=models.Q(('duration_minutes__lte', 1440)), name='advising_call_duration_at_most_a_day'), models.CheckConstraint(condition=models.Q(('source__in', ['entry', 'late', 'import'])), name='advising_call_known_source'), models.CheckConstraint(condition=models.Q(('kind__regex', '^[a-z0-9_]+$'), ('topics__len__lte', 4)), name='advising_call_kind_and_topics'), models.CheckConstraint(condition=models.Q(('caller_role__regex', '^[a-z0-9_]*$'), ('channel__regex', '^[a-z0-9_]*$'), ('relation__regex', '^[a-z0-9_]*$'), ('caller_age_band__regex', '^[a-z0-9_]*$'), ('caller_gender__regex', '^[a-z0-9_]*$'), ('severity__regex', '^[a-z0-9_]*$'), ('county__regex', '^[a-z0-9_]*$'), ('municipality__regex', '^[a-z0-9_]*$')), name='advising_call_codes_only'), models.CheckConstraint(condition=models.Q(models.Q(('author_key__isnull', True), ('editable_until__isnull', True)), models.Q(('author_key__isnull', False), ('editable_until__isnull', False)), _connector='OR'), name='advising_call_author_and_until')],
            },
        ),
        migrations.CreateModel(
            name='CallAmendment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('changes', models.JSONField(verbose_name='endringer')),
                ('reason', pio.core.fields.EncryptedTextField(editable=True, label='advising.call_amendment.reason', max_length=300, verbose_name='begrunnelse')),
                ('amended_on', models.DateField(verbose_name='rettet')),
                ('amended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='advising.call')),
            ],
            options={
                'ordering': ['amended_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CallFollowUp',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('open', 'Venter'), ('reached', 'Fikk svar'), ('not_reached', 'Ikke svar etter tre forsøk'), ('cancelled', 'Ikke ønsket lenger'), ('expired', 'Slettet etter 14 dager')], default='open', max_length=12, verbose_name='status')),
                ('number', pio.core.fields.EncryptedTextField(blank=True, editable=True, label='advising.call_follow_up.number', null=True, verbose_name='nummer')),
                ('may_say_who', models.BooleanField(default=False, verbose_name='kan vi si hvem vi er?')),
                ('due_date', models.DateField(verbose_name='dag')),
                ('from_time', models.TimeField(blank=True, null=True, verbose_name='fra')),
                ('to_time', models.TimeField(blank=True, null=True, verbose_name='til')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='forsøk')),
                ('created_on', models.DateField(verbose_name='lovet')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='ferdig')),
            ],
            options={
                'ordering': ['due_date', 'from_time', 'id'],
                'indexes': [models.Index(condition=models.Q(('status', 'open')), fields=['due_date', 'from_time'], name='advising_follow_up_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('number__isnull', False), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('closed_on__isnull', False), ('number__isnull', True)), _connector='OR'), name='advising_follow_up_number_while_open'), models.CheckConstraint(condition=models.Q(('status__in', ['open', 'reached', 'not_reached', 'cancelled', 'expired'])), name='advising_follow_up_known_status'), models.CheckConstraint(condition=models.Q(('attempts__lte', 3)), name='advising_follow_up_three_attempts'), models.CheckConstraint(condition=models.Q(('from_time__isnull', True), ('to_time__isnull', True), ('to_time__gt', models.F('from_time')), _connector='OR'), name='advising_follow_up_window')],
            },
        ),
        migrations.CreateModel(
            name='CallTopicUse',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(max_length=40)),
                ('times', models.PositiveIntegerField(default=0)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'topic'), name='advising_topic_use_once')],
            },
        ),
        migrations.CreateModel(
            name='CallLeaflet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', pio.core.fields.EncryptedTextField(editable=True, label='advising.call_leaflet.number', verbose_name='nummer')),
                ('page', models.CharField(choices=[('telefon', 'Telefonen vår'), ('radgivning', 'Rådgivningstime'), ('grupper', 'Samtalegrupper'), ('kurs', 'Kurs og arrangementer'), ('personlig-ombud', 'Personlig ombud'), ('erfaringer', 'Pårørendeplattformen')], max_length=20, verbose_name='side')),
                ('language', models.CharField(default='nb', max_length=2, verbose_name='språk')),
                ('created_on', models.DateField(verbose_name='bedt om')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('page__in', ['telefon', 'radgivning', 'grupper', 'kurs', 'personlig-ombud', 'erfaringer'])), name='advising_leaflet_known_page')],
            },
        ),
        migrations.RunSQL(ADD, DROP),
    ]
