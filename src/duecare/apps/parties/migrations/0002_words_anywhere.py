from django.db import migrations

from duecare.adapters.word_indexes import word_index


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [
        word_index("parties_customer_words", "parties_customer"),
        word_index("parties_body_words", "parties_body"),
    ]
