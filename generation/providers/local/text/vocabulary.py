"""Words that tell the hour and the weather. Data only."""

HOURS = {
    "dawn": r"\b(?:dawn|sunrise|daybreak|early morning|[3-7] ?am|half past five|five in the morning|at six|by"
    r" six|in the morning)\b",
    "night": r"\b(?:midnight|(?<!a )(?<!per )(?<!one )nights?|two in the morning|after dark|moonlight|asleep|sleep)\b",
    "dusk": r"\b(?:dusk|sunset|evenings?|twilight|at seven|nightfall)\b",
    "day": r"\b(?:afternoon|noon|midday|daylight|by day|broad day|morning)\b",
}
WEATHERS = {
    "snow": r"\b(?:snow\w*|frost|frozen|blizzard|ice-cold|icy)\b",
    "rain": r"\b(?:rain(?:ed|ing|y)?|storms?|wet|downpour|flood\w*)\b",
    "fog": r"\b(?:fog\w*|mist(?:y)?|haze)\b",
    "cloudy": r"\b(?:clouds?|cloudy|overcast|grey)\b",
}
