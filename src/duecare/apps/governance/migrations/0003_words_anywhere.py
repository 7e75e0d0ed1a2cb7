from django.db import migrations

from duecare.adapters.word_indexes import word_index


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_indexes_for_lists")]
    operations = [word_index("governance_decision_words", "governance_decision")]
