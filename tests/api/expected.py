"""Who may call which operation. Written by hand, checked in both directions over every operation.

One letter a role, as in the first line; under each set the operations open to it. `FRESH` take a
person who confirmed who they are within the hour: no token opens them.
"""

from __future__ import annotations

from duecare.kernel.actor import Role

from .expected_monitored import MONITORED

LETTERS = {
    "s": Role.SALES, "c": Role.COMPLIANCE_OFFICER, "a": Role.ANALYST, "l": Role.COUNSEL, "m": Role.COMMITTEE_MEMBER,
    "p": Role.PRODUCT_SECURITY, "u": Role.AUDITOR, "d": Role.ADMINISTRATOR,
}  # fmt: skip

PUBLIC = {"GET /gate/key", "GET /openapi.json"}

FRESH = {
    "GET /tokens", "POST /tokens", "POST /tokens/{token_id}/revoke", "POST /decisions/{decision_id}/votes",
    "POST /decisions/{decision_id}/close", "POST /decisions/{decision_id}/ratify",
    "POST /opportunities/{opportunity_id}/submit", "POST /opportunities/{opportunity_id}/experts",
    "POST /people", "POST /people/{person_id}/invite-again", "POST /people/{person_id}/reinstate",
    "POST /people/{person_id}/roles", "POST /roles/{grant_id}/confirm", "POST /sources/{source_id}/identity",
    "POST /audit/export",
}  # fmt: skip

_TABLE = {
    # Everybody, an administrator too.
    "scalmpud": """
        POST /screening/compare
        GET /queue
        GET /tokens
        POST /tokens
        POST /tokens/{token_id}/revoke
        POST /gate/check
        GET /me
        GET /search
        PUT /me
    """,
    # An administrator's role opens no file.
    "scalmpu": """
        GET /countries
        GET /countries/{iso3}
        GET /countries/{iso3}/events
        GET /countries/{iso3}/sheet
        GET /countries/{iso3}/sheet.pdf
        GET /countries/{iso3}/sheet.xlsx
        GET /editions
        GET /no-go
        GET /backtests
        GET /backtests/{run_id}
        GET /method-statement
        GET /trend
        GET /methods
        GET /methods/proposals
        GET /methods/{name}
        GET /methods/{name}/sensitivity
        GET /bodies
        GET /customers
        GET /customers/{customer_id}
        GET /products
        GET /products/{product_id}
        GET /opportunities
        GET /opportunities/{opportunity_id}
        GET /opportunities/{opportunity_id}/export
        GET /opportunities/{opportunity_id}/resemblances
        GET /opportunities/{opportunity_id}/gate
        POST /opportunities/{opportunity_id}/gate/tokens
        GET /opportunities/{opportunity_id}/sections
        GET /opportunities/{opportunity_id}/plan
        GET /library/questions
        GET /library/red-flags
        GET /library/groups
        GET /plans
        GET /measures/{measure_id}
        GET /products/{product_id}/assessments
        GET /colleagues
        GET /authority
        GET /authority/editions
        GET /proofs/{proof_id}/content
        GET /customers/{customer_id}/opportunities
        GET /customers/{customer_id}/changes
        POST /customers/{customer_id}/seen
        GET /customers/{customer_id}/contracts
        GET /contracts/{contract_id}
        GET /entitlements
        GET /entitlements/{entitlement_id}
        GET /entitlements/{entitlement_id}/state
        GET /entitlements/{entitlement_id}/file
        GET /customers/{customer_id}/entitlements
    """,
    # What was answered is not for whoever earns from the sale.
    "calmpu": """
        GET /entitlement-changes
        GET /letters
        GET /letters/{letter_id}
        GET /letter-documents/{letter_document_id}/content
        GET /screening/results
        GET /screening/results/imports
        GET /screening/results/imports/{results_import_id}
        GET /screening/status
        GET /screening/editions
        GET /screening/editions/{edition_id}
        GET /screening/editions/{edition_id}/changes
        GET /screening/hits
        GET /screening/hits/{hit_id}
        GET /screening/duties
        GET /screening/runs
        GET /screening/runs/{screening_run_id}
        GET /screening/samples
        GET /screening/samples/{sample_id}
        POST /screening/search
        GET /screening/imports
        GET /screening/withdrawals
        GET /screening/withdrawals/{withdrawal_id}
        GET /screening/imports/{list_import_id}
        GET /screening/bodies/{body_id}
        GET /bodies/{body_id}
        GET /reassessments
        GET /reassessments/{reassessment_id}
        GET /bodies/{body_id}/screenings
        GET /bodies/{body_id}/owned-by-listed
        GET /opportunities/{opportunity_id}/answers
        GET /opportunities/{opportunity_id}/flags
        GET /opportunities/{opportunity_id}/groups
        GET /opportunities/{opportunity_id}/harms
        GET /opportunities/{opportunity_id}/findings
        GET /opportunities/{opportunity_id}/searches
        GET /opportunities/{opportunity_id}/regimes
        GET /opportunities/{opportunity_id}/experts
        GET /opportunities/{opportunity_id}/sources
        GET /opportunities/{opportunity_id}/consultations
        GET /opportunities/{opportunity_id}/evidence
        GET /opportunities/{opportunity_id}/classes
        GET /evidence/{document_id}
        GET /evidence/{document_id}/content
        GET /deployments/{deployment_id}/class
        GET /deployments/{deployment_id}/class/sheet
        GET /deployments/{deployment_id}/class/sheet.pdf
        GET /checks
        GET /customers/{customer_id}/timeline
    """,
    "scalmu": """
        GET /decisions
        GET /decisions/{decision_id}/outcome
    """,
    "calmu": """
        GET /consistency
        GET /decisions/{decision_id}/neighbours
        GET /decisions/{decision_id}
        GET /decisions/{decision_id}/records
        GET /decisions/rejected
        GET /decisions/{decision_id}/record.pdf
        GET /committees
        GET /committees/{committee_id}
        GET /meetings/{meeting_id}
        GET /overrides
    """,
    # Raw values that their licences keep in.
    "calu": """
        GET /countries/{iso3}/confidential-sheet
        GET /countries/{iso3}/confidential-sheet.pdf
        GET /countries/{iso3}/confidential-sheet.xlsx
    """,
    "cud": """
        GET /audit
        POST /audit/verify
        GET /people
        GET /people/access-review
        GET /people/role-proposals
        GET /people/{person_id}
    """,
    "cu": """
        POST /screening/samples
        POST /audit/export
    """,
    "clu": """
        POST /screening/results/imports/{results_import_id}/sample
    """,
    "u": """
        POST /screening/sample-items/{item_id}/finding
    """,
    "d": """
        POST /people
        POST /people/{person_id}/invite-again
        POST /people/{person_id}/suspend
        POST /people/{person_id}/reinstate
        POST /people/{person_id}/left
        POST /people/{person_id}/end-sessions
    """,
    "cd": """
        POST /people/{person_id}/roles
        POST /roles/{grant_id}/confirm
        POST /roles/{grant_id}/end
    """,
    "scal": """
        POST /bodies
        POST /customers
        PUT /opportunities/{opportunity_id}
        POST /opportunities/{opportunity_id}/parties
        POST /opportunities/{opportunity_id}/parties/{party_id}/remove
        POST /opportunities/{opportunity_id}/deployments
        PUT /deployments/{deployment_id}
    """,
    "scl": """
        POST /opportunities/{opportunity_id}/contracts
        POST /contracts/{contract_id}/amendments
    """,
    "sc": """
        POST /opportunities
        POST /opportunities/{opportunity_id}/file
        POST /opportunities/{opportunity_id}/withdraw
        POST /opportunities/{opportunity_id}/hand-over
        POST /decisions/{decision_id}/reconsideration
    """,
    # The file is worked by compliance, analysts and counsel.
    "cal": """
        POST /public-reports
        PUT /public-reports/{report_id}
        POST /public-reports/{report_id}/assessment
        POST /public-reports/{report_id}/copies
        POST /letters
        POST /letters/{letter_id}/owner
        POST /letters/{letter_id}/answered-by
        POST /letters/{letter_id}/not-answered
        POST /letters/{letter_id}/agreed
        POST /letters/{letter_id}/documents
        PUT /screening/hits/{hit_id}/assignee
        PATCH /bodies/{body_id}
        PUT /bodies/{body_id}/parent
        POST /bodies/{body_id}/profile
        POST /bodies/{body_id}/screenings
        POST /screenings/{screening_id}/confirm
        POST /bodies/{body_id}/officials
        POST /officials/{official_id}/end
        POST /ownerships
        POST /ownerships/{ownership_id}/end
        POST /resemblances/{resemblance_id}/judge
        POST /opportunities/{opportunity_id}/answers
        POST /opportunities/{opportunity_id}/flags
        POST /opportunities/{opportunity_id}/groups
        POST /opportunities/{opportunity_id}/harms
        POST /opportunities/{opportunity_id}/harms/withdraw
        POST /opportunities/{opportunity_id}/findings
        POST /findings/{finding_id}/source-grade
        POST /findings/{finding_id}/content-grade
        POST /findings/{finding_id}/second-reading
        POST /findings/{finding_id}/reply
        POST /opportunities/{opportunity_id}/searches
        POST /opportunities/{opportunity_id}/consultations
        POST /opportunities/{opportunity_id}/regimes
        POST /opportunities/{opportunity_id}/evidence
    """,
    "l": """
        POST /answers/{answer_id}/release
        POST /evidence/{document_id}/readers
        POST /evidence/{document_id}/facts
        POST /opportunities/{opportunity_id}/experts
        POST /experts/{engagement_id}/revoke
    """,
    "al": """
        POST /opportunities/{opportunity_id}/sources
        POST /sources/{source_id}/identity
    """,
    "cl": """
        POST /public-reports/{report_id}/answer
        POST /screening/results/{result_id}/finding
        POST /screening/dispositions/{disposition_id}/confirm
        POST /screening/dispositions/{disposition_id}/return
        POST /screening/duties/{duty_id}/report
        POST /screening/withdrawals/{withdrawal_id}/confirm
        POST /screening/withdrawals/{withdrawal_id}/return
        POST /deployments/{deployment_id}/export
        POST /contracts/{contract_id}/end
        PUT /deployments/{deployment_id}/contract
    """,
    "ca": """
        POST /screening/runs
        POST /screening/hits/{hit_id}/dispositions
        POST /editions
        POST /editions/proposals
        GET /editions/proposals
        GET /editions/proposals/{proposal_id}
        POST /editions/proposals/{proposal_id}/accept
        POST /editions/proposals/{proposal_id}/discard
        POST /reassessments/{reassessment_id}/keep
        POST /deployments/{deployment_id}/class
        POST /opportunities/{opportunity_id}/plan
        POST /plans/{plan_id}/redraft
        POST /opportunities/{opportunity_id}/measures
        POST /measures/{measure_id}/drop
        PUT /measures/{measure_id}/owner
        PUT /measures/{measure_id}/due
    """,
    "clm": """
        POST /classes/{class_id}/confirm
        POST /classes/{class_id}/return
        POST /overrides/{override_id}/answer
        POST /conflicts
    """,
    "camu": """
        POST /backtests
    """,
    "cmu": """
        POST /deployments/{deployment_id}/look-ahead
    """,
    "scalmp": """
        POST /measures/{measure_id}/evidence
    """,
    "calmpu verify": """
        POST /measures/{measure_id}/verify
        POST /measures/{measure_id}/send-back
    """,
    "calmu drafts": """
        GET /method-drafts
        GET /method-drafts/{draft_id}
        GET /method-drafts/{draft_id}/simulations
        GET /simulations/{simulation_id}
        GET /simulations/{simulation_id}/movers
    """,
    "ca drafts": """
        POST /countries/{iso3}/events
        POST /country-events/{event_id}/end
        POST /country-events/{event_id}/withdraw
        POST /method-drafts
        POST /method-drafts/{draft_id}/versions
        POST /method-drafts/{draft_id}/discard
        POST /method-drafts/{draft_id}/simulations
    """,
    "c": """
        POST /screening/results/imports
        POST /screening/imports
        POST /screening/withdrawals
        POST /screening/editions/{edition_id}/accept
        POST /screening/editions/{edition_id}/refuse
        POST /backtests/{run_id}/publish
        POST /backtests/{run_id}/withdraw
        POST /methods/proposals
        POST /method-drafts/{draft_id}/commits
        POST /no-go/{no_go_id}/lifting
        POST /customers/{customer_id}/status
        POST /opportunities/{opportunity_id}/live
        POST /plans/{plan_id}/adopt
        POST /opportunities/{opportunity_id}/submit
        POST /decisions/{decision_id}/withdraw
        POST /reconsiderations/{request_id}/answer
        POST /measures/{measure_id}/waiver
        POST /committees
        POST /committees/{committee_id}/seats
        POST /seats/{seat_id}/end
        POST /conflicts/{conflict_id}/end
        POST /authority
        POST /deployments/{deployment_id}/overrides
        POST /overrides/{override_id}/outcome
    """,
    "cm": """
        POST /entitlements/{entitlement_id}/answer
        POST /entitlement-changes/{change_id}/agree
        POST /entitlement-changes/{change_id}/take-back
        POST /methods/proposals/{proposal_id}/confirm
        POST /method-commits/{commit_id}/confirm
        POST /method-commits/{commit_id}/return
        POST /no-go
        POST /decisions/{decision_id}/votes
        POST /decisions/{decision_id}/recuse
        POST /decisions/{decision_id}/close
        POST /decisions/{decision_id}/ratify
        POST /measures/{measure_id}/waived
        POST /committees/{committee_id}/meetings
        POST /meetings/{meeting_id}/agenda
        POST /meetings/{meeting_id}/minutes
    """,
    "m": """
        POST /decisions/{decision_id}/object
        POST /decisions/{decision_id}/dissent
        POST /no-go/{no_go_id}/answer
    """,
    "p": """
        POST /products/{product_id}/assessments
    """,
    "cp": """
        POST /products
        POST /deployments/{deployment_id}/entitlements
        POST /entitlements/{entitlement_id}/renewals
    """,
    "clmp": """
        POST /entitlements/{entitlement_id}/changes
    """,
    "clp": """
        POST /product-assessments/{assessment_id}/confirm
    """,
}

EXPECTED: dict[str, frozenset[Role]] = {
    line.strip(): frozenset(LETTERS[letter] for letter in roles.split()[0])
    for roles, lines in (*_TABLE.items(), *MONITORED.items())
    for line in lines.strip().splitlines()
}
