from django.db import models

LOOKS = ("photographic", "painted", "flat", "noir", "watercolor", "line", "minimal")


class BrandProfile(models.Model):
    """An organization's look and tone. One row each; whatever is empty is left to whoever makes the work."""

    organization_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120, blank=True, help_text="How the brand calls itself.")
    colors = models.JSONField(default=list, blank=True, help_text="#rrggbb, the main one first; accents, never floods.")
    fonts = models.JSONField(default=list, blank=True, help_text="Names of typefaces, for titles first.")
    logo_asset_id = models.CharField(max_length=40, null=True, blank=True)
    tone = models.CharField(max_length=200, blank=True, help_text="warm, exact, a little dry")
    industry = models.CharField(max_length=120, blank=True, help_text="skincare, e-bikes, accounting software")
    target_audience = models.CharField(max_length=300, blank=True, help_text="city parents who are always late")
    look = models.CharField(max_length=20, blank=True, choices=[(look, look) for look in LOOKS])
    look_notes = models.CharField(max_length=500, blank=True, help_text="morning light, real places, nobody poses")
    constraints = models.JSONField(default=list, blank=True, help_text="What must never be seen.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name or self.organization_id
