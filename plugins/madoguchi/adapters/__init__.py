"""Commands that connect machine translation to a provider: JSON from stdin to stdout."""
