"""What is coming is found by an index, however many evenings are past."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_notices_and_rooms")]

    operations = [
        migrations.AddIndex(
            model_name="evening",
            index=models.Index(
                fields=["ends_at"], name="courses_evening_to_come", condition=models.Q(("is_cancelled", False))
            ),
        ),
    ]
