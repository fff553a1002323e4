"""The wire's side of a table read's staging: request bodies, answers, and rows as they are printed."""
