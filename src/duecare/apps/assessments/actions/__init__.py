"""Everything that may be written about opportunities, products and the due-diligence file."""

from .answers import answer_question, assess_flag, assess_group, rate_harm, release_answer, withdraw_harm
from .classes import carry_class
from .classification import confirm_class, propose_class, return_class, view_counterfactuals
from .consultations import record_consultation
from .contracts import amend_contract, end_contract, move_deployment, sign_contract
from .deployments import DeploymentInput, add_deployment, change_deployment
from .dossier import (
    check_regime,
    grade_content,
    grade_source,
    record_finding,
    record_reply,
    record_search,
    second_reading,
)
from .evidence import add_document, name_reader, release_fact
from .experts import (
    Given,
    Invited,
    Opinion,
    expert_answers,
    invite_expert,
    revoke_engagement,
    sign_opinion,
    state_conflicts,
)
from .export import record_export
from .interviews import read_identity, record_source
from .moves import go_live, move_opportunity
from .opportunities import Intake, change_opportunity, hand_over, open_opportunity, withdraw_opportunity
from .overriding import confirm_override, follow_class, follow_overrides, propose_class_override
from .parties_of import add_party, remove_party
from .products import add_product, assess_product, confirm_product
from .reassessment import keep_class, queue_for_report, queue_named, queue_reassessment, queue_reassessments
from .resubmission import file_opportunity, judge_resemblance
from .simulations import ask_simulation, run_simulation

__all__ = [
    "DeploymentInput",
    "Given",
    "Intake",
    "Invited",
    "Opinion",
    "add_deployment",
    "add_document",
    "add_party",
    "add_product",
    "amend_contract",
    "answer_question",
    "ask_simulation",
    "assess_flag",
    "assess_group",
    "assess_product",
    "carry_class",
    "change_deployment",
    "change_opportunity",
    "check_regime",
    "confirm_class",
    "confirm_override",
    "confirm_product",
    "end_contract",
    "expert_answers",
    "file_opportunity",
    "follow_class",
    "follow_overrides",
    "go_live",
    "grade_content",
    "grade_source",
    "hand_over",
    "invite_expert",
    "judge_resemblance",
    "keep_class",
    "move_deployment",
    "move_opportunity",
    "name_reader",
    "open_opportunity",
    "propose_class",
    "propose_class_override",
    "queue_for_report",
    "queue_named",
    "queue_reassessment",
    "queue_reassessments",
    "rate_harm",
    "read_identity",
    "record_consultation",
    "record_export",
    "record_finding",
    "record_reply",
    "record_search",
    "record_source",
    "release_answer",
    "release_fact",
    "remove_party",
    "return_class",
    "revoke_engagement",
    "run_simulation",
    "second_reading",
    "sign_contract",
    "sign_opinion",
    "state_conflicts",
    "view_counterfactuals",
    "withdraw_harm",
    "withdraw_opportunity",
]
