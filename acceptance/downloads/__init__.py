"""Large downloads from a real web process: its memory, readers who stall, readers who leave."""
