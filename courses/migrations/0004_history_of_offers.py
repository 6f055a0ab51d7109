"""How often places came up is read by an index, however many registrations there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_evenings_to_come")]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                fields=["offered_at"],
                name="courses_registration_history",
                condition=models.Q(("offered_at__isnull", False)),
            ),
        ),
    ]
