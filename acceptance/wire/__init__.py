"""The promises of the wire under real load: real web processes, many clients at once."""
