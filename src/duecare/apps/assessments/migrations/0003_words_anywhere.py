from django.db import migrations

from duecare.adapters.word_indexes import word_index


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_reassessment")]
    operations = [
        word_index("assessments_opportunity_words", "assessments_opportunity"),
        word_index("assessments_contract_words", "assessments_contract"),
        word_index("assessments_document_words", "assessments_document"),
    ]
