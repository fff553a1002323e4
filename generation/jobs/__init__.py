"""The one job engine: requests that outlive a process, their states, claims, checkpoints and log. Imports assets,
billing and below.
"""
