"""What the studio says about itself: health, capabilities, the OpenAPI document, the front page."""
