"""What the editor does: projects, uploads, edits and their history, previews, variants, exports. Knows no HTTP."""
