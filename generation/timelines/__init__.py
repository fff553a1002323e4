"""The editor family: footage, segments, previews, grades, variants and exports of a project's timeline."""
