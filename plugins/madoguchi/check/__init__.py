"""The Easy Japanese check: rules over sentences and pages, and the engine that runs them."""
