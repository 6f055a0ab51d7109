"""Which meetings a leader has moved: a new rule leaves them alone."""

from django.db import migrations, models


def mark(apps, schema_editor):
    apps.get_model('groups', 'GroupMeeting').objects.filter(sequence__gt=0).update(moved_by_hand=True)


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0003_leaders_times_and_rooms'),
    ]

    operations = [
        migrations.AddField(
            model_name='groupmeeting',
            name='moved_by_hand',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
