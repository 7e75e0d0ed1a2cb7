"""Who may open what. Written by hand, checked in both directions over every route.

One line a route. `get` and `post` say what each person meets:
    200                       everybody signed in meets this status
    {200: "sales counsel"}    these roles meet 200, every other role meets 403
A POST is sent without data, so a form answers 200 with its errors and an action 302, 400 or 409.
Anonymous visitors are sent to sign-in (302) unless `anonymous=(get, post)` says otherwise.
`other=(get, post)`: what everybody meets at somebody else's object (see `objects.OTHERS`).
"""

from __future__ import annotations

from dataclasses import dataclass

from .expected_monitored import MONITORED

Answer = int | dict[int, str]

SEE_PEOPLE = "administrator compliance_officer auditor"
GRANT = "administrator compliance_officer"
ADMIN = "administrator"
READ = "sales compliance_officer analyst counsel committee_member product_security auditor"
READ_DECISIONS = "compliance_officer analyst counsel committee_member auditor"
READ_FILES = "compliance_officer analyst counsel committee_member product_security auditor"
READ_SCREENING = READ_FILES
JUDGE_HITS = "compliance_officer analyst"
SECOND_PERSON = "compliance_officer counsel"
FILE_STAFF = "compliance_officer analyst counsel"
CHECK = "compliance_officer analyst counsel auditor"
BEGIN = "sales compliance_officer"
SIGN = "sales compliance_officer counsel"
CHANGE_DEALS = "sales compliance_officer analyst counsel"
MEMBER_OR_OFFICER = "committee_member compliance_officer"
OFFICER = "compliance_officer"
WRITE_METHODS = "compliance_officer analyst"
MEMBER = "committee_member"
OWN_MEASURES = "sales compliance_officer analyst counsel committee_member product_security"
SUPPLY = "compliance_officer product_security"
ASK_CHANGE = "compliance_officer counsel committee_member product_security"
VERIFY_MEASURES = "compliance_officer analyst counsel committee_member product_security auditor"
SEALED = "compliance_officer analyst counsel committee_member product_security auditor"
NOT_SEALED = "sales administrator"


@dataclass(frozen=True)
class Row:
    """One route."""

    get: Answer
    post: Answer
    anonymous: tuple[int, int] = (302, 302)
    other: tuple[int, int] | None = None


SEALED_PAGES = (
    "sealed", "sealed_case", "sealed_step", "sealed_identity", "sealed_identity_act", "sealed_requests",
    "sealed_decide", "sealed_told", "sealed_observers", "sealed_observers_act", "sealed_briefs",
    "sealed_briefs_act", "sealed_my_briefs", "sealed_my_brief", "sealed_my_brief_act", "sealed_my_brief_file",
    "sealed_protection", "sealed_protection_act", "sealed_inquiry_pack", "sealed_inquiry_paper", "sealed_own",
    "sealed_inquiry", "sealed_lesson", "sealed_inquiry_act", "sealed_inquiry_rubric", "sealed_inquiry_step",
    "sealed_shares", "sealed_statistics", "sealed_counsel", "sealed_counsel_act", "sealed_readings",
    "sealed_examine", "sealed_counted", "sealed_shares_act", "sealed_file", "sealed_added", "sealed_bring",
)  # fmt: skip
EXPECTED: dict[str, Row] = {
    # Sign-in: allauth's pages. 404 is how a closed one looks.
    "account_login": Row(302, 302, anonymous=(200, 200)),
    "account_logout": Row(200, 302, anonymous=(302, 302)),
    "account_inactive": Row(200, 405, anonymous=(200, 405)),
    "account_signup": Row(404, 404, anonymous=(404, 404)),
    "account_reauthenticate": Row(200, 200),
    "account_email": Row(404, 404, anonymous=(404, 404)),
    "account_email_verification_sent": Row(404, 404, anonymous=(404, 404)),
    "account_confirm_email": Row(404, 404, anonymous=(404, 404)),
    "account_change_password": Row(200, 200),
    "account_set_password": Row(404, 404, anonymous=(404, 404)),
    "account_reset_password": Row(200, 200, anonymous=(200, 200)),
    "account_reset_password_done": Row(200, 405, anonymous=(200, 405)),
    "account_reset_password_from_key": Row(200, 200, anonymous=(200, 200)),
    "account_reset_password_from_key_done": Row(200, 405, anonymous=(200, 405)),
    "account_confirm_login_code": Row(404, 404, anonymous=(404, 404)),
    "mfa_index": Row(200, 405),
    "mfa_authenticate": Row(302, 302, anonymous=(302, 302)),
    "mfa_reauthenticate": Row(200, 200),
    "mfa_activate_totp": Row(302, 302),
    "mfa_deactivate_totp": Row(200, 302),
    "mfa_view_recovery_codes": Row(404, 405),
    "mfa_generate_recovery_codes": Row(200, 302),
    "mfa_download_recovery_codes": Row(404, 404),
    "mfa_list_webauthn": Row(200, 405),
    "mfa_add_webauthn": Row(200, 200),
    "mfa_reauthenticate_webauthn": Row(302, 302),
    "mfa_remove_webauthn": Row(200, 302, other=(404, 404)),
    "mfa_edit_webauthn": Row(200, 200, other=(404, 404)),
    "mfa_login_webauthn": Row(302, 302),
    "usersessions_list": Row(200, 302),
    # Home and search.
    "home": Row(200, 200),
    "search": Row(200, 200),
    "display": Row(405, 302, anonymous=(405, 302)),
    # Sealed reports: whoever may come near and has no open vault meets the page that asks for its words, everybody else
    # the one answer for what is not there.
    **dict.fromkeys(SEALED_PAGES, Row({200: SEALED, 404: NOT_SEALED}, {200: SEALED, 404: NOT_SEALED})),
    "sealed_unlock": Row({302: SEALED, 404: NOT_SEALED}, {200: SEALED, 404: NOT_SEALED}),
    "sealed_lock": Row({302: SEALED, 404: NOT_SEALED}, {302: SEALED, 404: NOT_SEALED}),
    "sealed_nothing": Row(404, 404),
    # People.
    "people": Row({200: SEE_PEOPLE}, {405: SEE_PEOPLE}),
    "person": Row({200: SEE_PEOPLE}, {405: SEE_PEOPLE}),
    "access_review": Row({200: SEE_PEOPLE}, {405: SEE_PEOPLE}),
    "person_invite": Row({200: ADMIN}, {200: ADMIN}),
    "person_invite_again": Row({405: ADMIN}, {200: ADMIN}),
    "person_suspend": Row({200: ADMIN}, {200: ADMIN}),
    "person_reinstate": Row({200: ADMIN}, {200: ADMIN}),
    "person_depart": Row({200: ADMIN}, {200: ADMIN}),
    "person_end_sessions": Row({405: ADMIN}, {302: ADMIN}),
    "role_propose": Row({200: GRANT}, {200: GRANT}),
    "role_confirm": Row({200: GRANT}, {302: GRANT}),
    "role_end": Row({200: GRANT}, {200: GRANT}),
    "my_account": Row(200, 200),
    "invitation": Row(200, 200, anonymous=(200, 200)),
    # Countries and methods. An administrator opens neither: what they rate is no part of running the machine.
    "country_list": Row({200: READ}, {405: READ}),
    "country_detail": Row({200: READ}, {405: READ}),
    "country_export": Row({200: READ}, {405: READ}),
    "country_event_record": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "country_event_end": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "country_event_withdraw": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "country_sheet": Row({200: READ}, {405: READ}),
    "country_open_pdf": Row({200: READ}, {405: READ}),
    "country_open_json": Row({200: READ}, {405: READ}),
    "country_open_xlsx": Row({200: READ}, {405: READ}),
    # Raw values that their licences keep in go to whoever checks a score, and to nobody else.
    "country_confidential_pdf": Row({200: CHECK}, {405: CHECK}),
    "country_confidential_json": Row({200: CHECK}, {405: CHECK}),
    "country_confidential_xlsx": Row({200: CHECK}, {405: CHECK}),
    "edition_list": Row({200: READ}, {405: READ}),
    "edition_proposal": Row({200: "compliance_officer analyst"}, {405: "compliance_officer analyst"}),
    "edition_accept": Row({405: "compliance_officer analyst"}, {409: "compliance_officer analyst"}),
    "edition_discard": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "reassessments": Row({200: READ_FILES}, {405: READ_FILES}),
    "reassessments_keep": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "reassessment": Row({200: READ_FILES}, {200: "compliance_officer analyst"}),
    "edition_import": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "method_list": Row({200: READ}, {200: "compliance_officer"}),
    "method_detail": Row({200: READ}, {405: READ}),
    "draft_list": Row({200: READ_DECISIONS}, {200: WRITE_METHODS}),
    "draft": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "draft_edit": Row({200: WRITE_METHODS}, {200: WRITE_METHODS}),
    "draft_figures": Row({200: WRITE_METHODS}, {200: WRITE_METHODS}),
    "draft_version": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "draft_simulate": Row({200: WRITE_METHODS}, {200: WRITE_METHODS}),
    "draft_discard": Row({200: WRITE_METHODS}, {200: WRITE_METHODS}),
    "draft_propose": Row({200: OFFICER}, {200: OFFICER}),
    "commit_answer": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    "simulation": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "simulation_export": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "method_confirm": Row({405: "compliance_officer committee_member"}, {302: "compliance_officer committee_member"}),
    "backtest_list": Row({200: READ}, {200: "compliance_officer analyst committee_member auditor"}),
    "backtest": Row({200: READ}, {405: READ}),
    "backtest_json": Row({200: READ}, {405: READ}),
    "backtest_publish": Row({405: OFFICER}, {302: OFFICER}),
    "backtest_withdraw": Row({200: OFFICER}, {200: OFFICER}),
    # The no-go register. Sales reads it, so that nobody begins what cannot end well.
    "no_go": Row({200: READ}, {405: READ}),
    "no_go_csv": Row({200: READ}, {405: READ}),
    "no_go_enter": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    "no_go_body": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    "no_go_lifting": Row({200: OFFICER}, {200: OFFICER}),
    "no_go_answer": Row({200: MEMBER}, {200: MEMBER}),
    # Denied-party screening. Sales is told "possible" or "listed" beside a party and reads no list.
    "hits": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "hits_assign": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "hit": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "hit_judge": Row({200: JUDGE_HITS}, {200: JUDGE_HITS}),
    "hit_second": Row({200: SECOND_PERSON}, {200: SECOND_PERSON}),
    "hit_report": Row({200: SECOND_PERSON}, {200: SECOND_PERSON}),
    "denied_lists": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "denied_list": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "list_edition": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "list_edition_accept": Row({200: OFFICER}, {200: OFFICER}),
    "list_edition_refuse": Row({200: OFFICER}, {200: OFFICER}),
    "denied_list_withdraw": Row({200: OFFICER}, {200: OFFICER}),
    "list_withdrawal": Row({200: SECOND_PERSON}, {200: SECOND_PERSON}),
    "list_import": Row({200: OFFICER}, {200: OFFICER}),
    "list_import_asked": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "screening_runs": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "screening_again": Row({200: JUDGE_HITS}, {200: JUDGE_HITS}),
    "two_names": Row(200, 200),
    "name_search": Row({200: READ_SCREENING}, {200: READ_SCREENING}),
    "samples": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "sample_draw": Row({200: "auditor compliance_officer"}, {200: "auditor compliance_officer"}),
    "sample": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "outside_results": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "outside_upload": Row({200: OFFICER}, {200: OFFICER}),
    "outside_preview": Row({200: OFFICER}, {302: OFFICER}),
    "outside_import": Row({200: READ_SCREENING}, {405: READ_SCREENING}),
    "outside_draw": Row({200: "auditor " + SECOND_PERSON}, {200: "auditor " + SECOND_PERSON}),
    "outside_look": Row({200: SECOND_PERSON}, {200: SECOND_PERSON}),
    "sample_item": Row({200: "auditor"}, {200: "auditor"}),
    # Audit log.
    "audit_log": Row({200: SEE_PEOPLE}, {405: SEE_PEOPLE}),
    "audit_export": Row({200: "compliance_officer auditor"}, {200: "compliance_officer auditor"}),
    "audit_verify": Row({405: SEE_PEOPLE}, {200: SEE_PEOPLE}),
    "audit_seen": Row(405, 400),
    # Decisions. A compliance officer has no seat, so the pages of a seat answer 403 to them.
    "decisions": Row({200: READ_DECISIONS + " sales"}, {405: READ_DECISIONS + " sales"}),
    "decision": Row({200: READ_DECISIONS + " sales"}, {405: READ_DECISIONS + " sales"}),
    "decision_vote": Row({200: MEMBER}, {200: MEMBER}),
    "decision_recuse": Row({200: MEMBER}, {200: MEMBER}),
    "decision_object": Row({200: MEMBER}, {200: MEMBER}),
    "decision_dissent": Row({200: MEMBER}, {200: MEMBER}),
    "decision_withdraw": Row({200: OFFICER}, {200: OFFICER}),
    "decision_close": Row({405: MEMBER_OR_OFFICER}, {400: MEMBER_OR_OFFICER}),
    "decision_ratify": Row({405: MEMBER_OR_OFFICER}, {400: MEMBER_OR_OFFICER}),
    "decision_reconsider": Row({200: "sales compliance_officer"}, {200: "sales compliance_officer"}),
    "decision_answer": Row({200: OFFICER}, {200: OFFICER}),
    "decision_paper": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "decision_paper_json": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "decision_json": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "decision_pdf": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "authority": Row(
        {200: READ_DECISIONS + " sales product_security"}, {405: READ_DECISIONS + " sales product_security"}
    ),
    "authority_adopt": Row({200: OFFICER}, {200: OFFICER}),
    "overrides": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "overrides_csv": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "override_answer": Row(
        {200: "compliance_officer committee_member counsel"}, {200: "compliance_officer committee_member counsel"}
    ),
    "override_outcome": Row({200: OFFICER}, {200: OFFICER}),
    "rejected": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "consistency": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "decision_neighbours": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "rejected_csv": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    # Entitlements. Sales reads those of its customers, and nothing of what waits for the daily run.
    "entitlements": Row({200: READ}, {405: READ}),
    "entitlements_csv": Row({200: READ}, {405: READ}),
    "entitlement": Row({200: READ}, {405: READ}),
    "entitlement_file": Row({200: READ}, {405: READ}),
    "entitlement_run": Row({200: READ_FILES}, {405: READ_FILES}),
    "customer_entitlements": Row({200: READ}, {405: READ}),
    "entitlement_new": Row({200: SUPPLY}, {200: SUPPLY}),
    "entitlement_renew": Row({200: SUPPLY}, {200: SUPPLY}),
    "entitlement_answer": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    "entitlement_change": Row({200: ASK_CHANGE}, {200: ASK_CHANGE}),
    "entitlement_change_answer": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    # Correspondence. Whoever sells does not read it.
    "letters": Row({200: READ_FILES}, {405: READ_FILES}),
    "letters_csv": Row({200: READ_FILES}, {405: READ_FILES}),
    "letter": Row({200: READ_FILES}, {405: READ_FILES}),
    "letter_new": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "letter_answer": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "disclosure": Row({200: READ_FILES}, {405: READ_FILES}),
    "letter_hand": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "letter_leave": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "letter_agree": Row({405: FILE_STAFF}, {409: FILE_STAFF}),
    "letter_link": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "letter_document_new": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "letter_document": Row({200: READ_FILES}, {405: READ_FILES}),
    # Public reports. Whoever sells does not read what is made of them.
    "public_reports": Row({200: READ_FILES}, {405: READ_FILES}),
    "public_reports_csv": Row({200: READ_FILES}, {405: READ_FILES}),
    "public_report": Row({200: READ_FILES}, {405: READ_FILES}),
    "public_report_new": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "public_report_edit": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "public_report_assess": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "public_report_answer": Row({200: SECOND_PERSON}, {200: SECOND_PERSON}),
    "public_report_keep": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "public_report_copy": Row({200: READ_FILES}, {405: READ_FILES}),
    # Due-diligence files. Sales sees what is missing in its own file and opens no section of it.
    "file": Row({200: READ}, {405: READ}),
    "file_section": Row({200: READ_FILES}, {405: READ_FILES}),
    "file_history": Row({200: READ_FILES}, {405: READ_FILES}),
    "file_entry": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "file_release": Row({405: "counsel"}, {400: "counsel"}),
    "expert_invite": Row({200: "counsel"}, {200: "counsel"}),
    "expert_revoke": Row({405: "counsel"}, {400: "counsel"}),
    "source_identity": Row({405: "analyst counsel"}, {200: "analyst counsel"}),
    "class_override": Row({200: "compliance_officer"}, {200: "compliance_officer"}),
    "class_propose": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "class_confirm": Row(
        {200: "compliance_officer counsel committee_member"}, {200: "compliance_officer counsel committee_member"}
    ),
    "class_ahead": Row(
        {200: "compliance_officer committee_member auditor"}, {302: "compliance_officer committee_member auditor"}
    ),
    "class_sheet": Row({200: READ}, {405: READ}),
    "class_sheet_pdf": Row({200: READ_FILES}, {405: READ_FILES}),
    "class_sheet_json": Row({200: READ_FILES}, {405: READ_FILES}),
    "evidence": Row({200: READ_FILES}, {405: READ_FILES}),
    "expert": Row(200, 200, anonymous=(200, 200)),
    "expert_workbook": Row(200, 405, anonymous=(200, 405)),
    "checks": Row({200: READ_FILES}, {405: READ_FILES}),
    # Plans and the queue. A measure's own pages open to its owner, or to its verifier's role.
    "queue": Row({200: READ}, {405: READ}),
    "plans": Row({200: READ}, {405: READ}),
    "plan": Row({200: READ}, {405: READ}),
    "plan_draft": Row({405: "compliance_officer analyst"}, {409: "compliance_officer analyst"}),
    "plan_adopt": Row({405: OFFICER}, {409: OFFICER}),
    "plan_owner": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "plan_redraft": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "plan_submit": Row({200: OFFICER}, {200: OFFICER}),
    "measure_add": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "measure": Row({200: READ}, {405: READ}),
    "measure_proof": Row({200: READ}, {405: READ}),
    "measure_owner": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    "measure_due": Row({200: "compliance_officer analyst"}, {302: "compliance_officer analyst"}),
    "measure_evidence": Row({200: OWN_MEASURES}, {200: OWN_MEASURES}),
    "measure_verify": Row({200: VERIFY_MEASURES}, {200: VERIFY_MEASURES}),
    "measure_back": Row({200: VERIFY_MEASURES}, {200: VERIFY_MEASURES}),
    "measure_waive": Row({200: OFFICER}, {200: OFFICER}),
    "measure_waived": Row({405: MEMBER_OR_OFFICER}, {409: MEMBER_OR_OFFICER}),
    "measure_drop": Row({200: "compliance_officer analyst"}, {200: "compliance_officer analyst"}),
    # Opportunities. Sales meets its own only; whoever may not see one meets 404 (tests/entrypoints/opportunities).
    "opportunities": Row({200: READ}, {405: READ}),
    "opportunities_csv": Row({200: READ}, {405: READ}),
    "opportunity": Row({200: READ}, {405: READ}),
    "opportunities_hand_over": Row({200: BEGIN}, {200: BEGIN}),
    "opportunity_new": Row({200: BEGIN}, {200: BEGIN}),
    "opportunity_edit": Row({200: CHANGE_DEALS}, {200: CHANGE_DEALS}),
    "opportunity_file": Row({200: BEGIN}, {200: BEGIN}),
    "opportunity_withdraw": Row({200: BEGIN}, {200: BEGIN}),
    "opportunity_hand_over": Row({200: BEGIN}, {200: BEGIN}),
    "opportunity_live": Row({200: OFFICER}, {200: OFFICER}),
    "opportunity_party": Row({200: CHANGE_DEALS}, {200: CHANGE_DEALS}),
    "party_remove": Row({200: CHANGE_DEALS}, {200: CHANGE_DEALS}),
    "deployment_new": Row({200: CHANGE_DEALS}, {200: CHANGE_DEALS}),
    "deployment_edit": Row({200: CHANGE_DEALS}, {200: CHANGE_DEALS}),
    "export_record": Row({200: "counsel compliance_officer"}, {200: "counsel compliance_officer"}),
    "resemblance_judge": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    # Customers and bodies. Sales meets the customers of its own opportunities and no body's page.
    "customers": Row({200: READ}, {405: READ}),
    "customers_csv": Row({200: READ}, {405: READ}),
    "customer": Row({200: READ}, {405: READ}),
    "customer_decisions": Row({200: READ_DECISIONS + " sales"}, {405: READ_DECISIONS + " sales"}),
    "customer_deployments": Row({200: READ}, {405: READ}),
    "customer_contracts": Row({200: READ}, {405: READ}),
    "contract_sign": Row({200: SIGN}, {200: SIGN}),
    "contract_amend": Row({200: SIGN}, {200: SIGN}),
    "contract_end": Row({200: "compliance_officer counsel"}, {200: "compliance_officer counsel"}),
    "contract_take_on": Row({200: "compliance_officer counsel"}, {200: "compliance_officer counsel"}),
    "customer_timeline": Row({200: READ_FILES}, {405: READ_FILES}),
    "customer_mark": Row({200: OFFICER}, {200: OFFICER}),
    "body": Row({200: READ_FILES}, {405: READ_FILES}),
    "body_edit": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "body_profile": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "body_owner": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "body_official": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "body_official_end": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "body_screen": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    "screening_confirm": Row({200: FILE_STAFF}, {200: FILE_STAFF}),
    # Products.
    "products": Row({200: READ}, {405: READ}),
    "product": Row({200: READ}, {405: READ}),
    "product_new": Row({200: "product_security compliance_officer"}, {200: "product_security compliance_officer"}),
    "product_assess": Row({200: "product_security"}, {200: "product_security"}),
    "product_confirm": Row(
        {200: "product_security compliance_officer counsel"}, {302: "product_security compliance_officer counsel"}
    ),
    # Committees.
    "committees": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "committee": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "committee_found": Row({200: OFFICER}, {200: OFFICER}),
    "seat_appoint": Row({200: OFFICER}, {200: OFFICER}),
    "seat_end": Row({200: OFFICER}, {200: OFFICER}),
    "conflict_declare": Row(
        {200: "compliance_officer committee_member counsel"}, {200: "compliance_officer committee_member counsel"}
    ),
    "conflict_end": Row({200: OFFICER}, {200: OFFICER}),
    "meeting_plan": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    "meeting": Row({200: READ_DECISIONS}, {405: READ_DECISIONS}),
    "meeting_agenda": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    "meeting_minutes": Row({200: MEMBER_OR_OFFICER}, {200: MEMBER_OR_OFFICER}),
    **{name: Row(get, post) for name, (get, post) in MONITORED.items()},
}
