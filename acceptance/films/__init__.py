"""The craft bars on films of every kind of source, each a minute long."""
