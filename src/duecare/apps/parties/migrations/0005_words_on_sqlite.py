from django.db import migrations

from duecare.adapters.letters import letter_index


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_suspended")]
    operations = [letter_index("parties_customer"), letter_index("parties_body")]
