"""The tables of the printed reference of the story family."""

# Method, path below /api/v1, scope, Idempotency-Key; as printed, the scopes of sources as the rulings settle them.
OPERATIONS = """
GET    /capabilities                                        story:read               none
GET    /openapi.json                                        -                        none
GET    /examples                                            -                        none
GET    /credits                                             credits:read             none
POST   /story-projects                                      story:write              accepted
GET    /story-projects                                      story:read               none
GET    /story-projects/{project_id}                         story:read               none
PATCH  /story-projects/{project_id}                         story:write              none
DELETE /story-projects/{project_id}                         story:write              none
POST   /story-projects/{project_id}/sources                 source:write,story:write accepted
GET    /story-projects/{project_id}/sources                 source:read,story:read   none
GET    /story-projects/{project_id}/sources/{source_id}     source:read              none
DELETE /story-projects/{project_id}/sources/{source_id}     source:write             none
POST   /story-projects/{project_id}/story-plans             story:write              accepted
GET    /story-projects/{project_id}/story-plans             story:read               none
GET    /story-plans/{plan_id}                               story:read               none
POST   /story-plans/{plan_id}/approve                       story:write              accepted
POST   /story-plans/{plan_id}/reject                        story:write              accepted
POST   /story-jobs                                          story:write              accepted
GET    /story-jobs                                          story:read               none
GET    /story-jobs/{job_id}                                 story:read               none
POST   /story-jobs/{job_id}/cancel                          story:write              accepted
GET    /story-jobs/{job_id}/artifacts                       artifact:read            none
GET    /artifacts/{artifact_id}                             artifact:read            none
POST   /artifacts/{artifact_id}/render-video                artifact:publish         accepted
POST   /artifacts/{artifact_id}/refine                      artifact:publish         required
POST   /artifacts/{artifact_id}/finalize                    artifact:publish         required
POST   /artifacts/{artifact_id}/voice                       artifact:publish         required
POST   /artifacts/{artifact_id}/coverage                    story:write              required
GET    /artifacts/{artifact_id}/coverage                    artifact:read            none
POST   /artifacts/{artifact_id}/music                       artifact:publish         accepted
GET    /artifacts/{artifact_id}/music                       artifact:read            none
POST   /artifacts/{artifact_id}/sfx                         artifact:publish         required
GET    /artifacts/{artifact_id}/sfx                         artifact:read            none
"""

ERRORS = """
authentication_required    401
invalid_api_key            401
api_key_revoked            401
api_key_expired            401
account_disabled           403
ip_not_allowed             403
insufficient_scope         403
rate_limited               429
idempotency_key_required   422
idempotency_conflict       409
validation_failed          422
project_not_found          404
source_not_found           404
source_type_unsupported    422
source_too_large           422
source_fetch_failed        422
story_job_not_found        404
story_job_state_invalid    409
artifact_not_found         404
artifact_not_ready         409
artifact_generation_failed 422
insufficient_credits       402
internal_error             500
"""

STATES = {
    "source": "PENDING EXTRACTING READY FAILED",
    "digest": "NOT_STARTED PENDING RUNNING READY FAILED SKIPPED",
    "plan": "PENDING RUNNING REQUIRES_APPROVAL APPROVED REJECTED FAILED SUPERSEDED",
    "job": "PENDING RESERVED RUNNING PARTIAL READY FAILED CANCELED",
    "artifact": "PENDING RUNNING READY FAILED",
    "finalize": "needs_recording queued rendering uploading complete failed",
    "video": "not_rendered queued rendering complete",
    "coverage": "generating complete failed",
    "music": "none generating ready",
}


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]
