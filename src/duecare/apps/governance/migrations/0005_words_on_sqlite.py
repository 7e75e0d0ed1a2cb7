from django.db import migrations

from duecare.adapters.letters import letter_index


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_what_is_decided_on")]
    operations = [letter_index("governance_decision")]
