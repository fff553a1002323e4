"""Script coverage: what a reader's report says of a screenplay, all of it counted in this screenplay.

Pure functions over `Script`: `measure` counts, `marks` judges by thresholds, `focus` answers the question asked,
`report` puts it together. No Django. Nothing is said that does not follow from a figure which is said with it.
"""

from .report import coverage_report

__all__ = ["coverage_report"]
