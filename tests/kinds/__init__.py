"""One cheap job of every kind of pipeline, for crash matrices and chaos. May import other areas of tests."""
