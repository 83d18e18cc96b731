"""How a site is doing, in numbers: for the person who answers for it, and for CI."""
