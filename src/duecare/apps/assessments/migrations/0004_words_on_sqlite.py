from django.db import migrations

from duecare.adapters.letters import letter_index


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_words_anywhere")]
    operations = [letter_index("assessments_opportunity")]
