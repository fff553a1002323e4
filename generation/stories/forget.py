"""What the stories keep of an organization that was closed: nothing. Its artifacts go with its projects."""

from django.db.models import QuerySet

from generation.stories.models import StoryPlan, VoiceSample


def forget(organizations: QuerySet) -> None:
    StoryPlan.objects.filter(project__organization_id__in=organizations).delete()
    VoiceSample.objects.filter(organization_id__in=organizations).delete()
