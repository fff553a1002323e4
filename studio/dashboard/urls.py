"""The dashboard's paths. No trailing slashes, as everywhere in the studio."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from studio.dashboard import (
    artifacts,
    components,
    jobs,
    keys,
    members,
    overview,
    people,
    plans,
    project,
    projects,
    sources,
    usage,
)

app_name = "dashboard"

_LISTS = "sources|plans|jobs|artifacts"

urlpatterns = [
    path("dashboard", overview.overview, name="overview"),
    path("dashboard/", overview.overview),
    path("dashboard/projects", projects.projects, name="projects"),
    path("dashboard/projects/new", projects.new_project, name="new_project"),
    path("dashboard/projects/<str:project_id>", project.project, name="project"),
    path("dashboard/projects/<str:project_id>/edit", project.edit_project, name="edit_project"),
    path("dashboard/projects/<str:project_id>/archive", project.archive_project, name="archive_project"),
    path("dashboard/projects/<str:project_id>/delete", project.remove_project, name="remove_project"),
    path("dashboard/projects/<str:project_id>/sources/new", sources.new_source, name="new_source"),
    path("dashboard/projects/<str:project_id>/sources/<str:source_id>", sources.source, name="source"),
    path(
        "dashboard/projects/<str:project_id>/sources/<str:source_id>/delete",
        sources.remove_source,
        name="remove_source",
    ),
    re_path(
        rf"^dashboard/projects/(?P<project_id>[^/]+)/(?P<kind>{_LISTS})$", project.project_list, name="project_list"
    ),
    path("dashboard/projects/<str:project_id>/plans/new", plans.new_plan, name="new_plan"),
    path("dashboard/plans/<str:plan_id>", plans.plan, name="plan"),
    path("dashboard/plans/<str:plan_id>/approve", plans.approve, name="approve_plan"),
    path("dashboard/plans/<str:plan_id>/reject", plans.reject, name="reject_plan"),
    path("dashboard/plans/<str:plan_id>/make", plans.make, name="make_plan"),
    path("dashboard/jobs", jobs.jobs, name="jobs"),
    path("dashboard/jobs/<str:job_id>", jobs.job, name="job"),
    path("dashboard/jobs/<str:job_id>/cancel", jobs.cancel_job, name="cancel_job"),
    path("dashboard/jobs/<str:job_id>/resume", jobs.resume, name="resume_job"),
    path("dashboard/artifacts/<str:artifact_id>", artifacts.artifact, name="artifact"),
    path("dashboard/artifacts/<str:artifact_id>/finalize", artifacts.finalize_artifact, name="finalize"),
    path("dashboard/keys", keys.keys, name="keys"),
    path("dashboard/api", RedirectView.as_view(pattern_name="dashboard:keys")),  # as the story reference prints it
    path("dashboard/keys/new", keys.new_key, name="new_key"),
    path("dashboard/keys/<str:key_id>/rotate", keys.rotate, name="rotate_key"),
    path("dashboard/keys/<str:key_id>/revoke", keys.revoke, name="revoke_key"),
    path("dashboard/usage", usage.usage, name="usage"),
    path("dashboard/usage.csv", usage.usage_csv, name="usage_csv"),
    path("dashboard/members", members.members, name="members"),
    path("dashboard/members/<int:membership_id>/role", members.set_role, name="set_role"),
    path("dashboard/members/<int:membership_id>/remove", members.remove, name="remove_member"),
    path("dashboard/invitations/<str:invitation_id>/withdraw", members.withdraw_invitation, name="withdraw_invitation"),
    path("dashboard/organization", people.organization, name="organization"),
    path("dashboard/switch", people.switch, name="switch"),
    path("dashboard/profile", people.profile, name="profile"),
    path("dashboard/profile/export", people.export, name="export"),
    path("dashboard/profile/delete", people.delete_account, name="delete_account"),
    path("dashboard/components", components.components, name="components"),
]
