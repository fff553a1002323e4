"""What the studio says of itself while it works: log lines, numbers and traces. Knows no app, and no Django."""
