"""The editor family: timelines, previews, grades and exports. So far its dialect."""
