"""What the free jobs behind a table read's staging are called."""

MUSIC_KIND = "story.music"
SFX_KIND = "story.sfx"
SAMPLE_KIND = "story.voice_sample"
