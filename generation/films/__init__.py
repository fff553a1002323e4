"""The one way from a script to a film: casting, performance, score, shots, captions, mix, render."""
