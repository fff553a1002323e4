"""A studio with jobs of every kind, of which something is killed, frozen or taken away every two seconds."""
