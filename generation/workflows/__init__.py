"""The workflows family: adverts of ten kinds. So far its dialect and its events."""
