"""Who makes what: adapters per vendor and capability. Plain Python; imports `wire.errors`, `generation.media`."""
