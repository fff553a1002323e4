"""Where an output comes from: sources, plan, script, shots, provider calls, files and exports, as one graph."""
