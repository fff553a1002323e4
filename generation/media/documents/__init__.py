"""The words in a stranger's file: web pages, plain text, PDF. Run inside `generation.media.sandbox`; no Django."""
