"""Untrusted files are opened in here: one confined process each, which sees its own folder and nothing else.

`run` is the parent's side, `shim` what is executed, `confine` what the kernel is asked for. Imports no Django.
"""

from generation.media.sandbox.run import Limits, budget, confined, confined_work, pdf_clock, refusal

__all__ = ["Limits", "budget", "confined", "confined_work", "pdf_clock", "refusal"]
