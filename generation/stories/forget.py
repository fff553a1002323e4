"""What the stories keep of an organization that was closed: nothing. Its artifacts go with its projects."""

from collections.abc import Sequence

from generation.stories.models import StoryPlan, VoiceSample


def forget(organizations: Sequence[str]) -> None:
    StoryPlan.objects.filter(project__organization_id__in=organizations).delete()
    VoiceSample.objects.filter(organization_id__in=organizations).delete()
