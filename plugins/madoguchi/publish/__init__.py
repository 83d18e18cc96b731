"""What a site gives to machines and to phones without a network: files beside the pages, and lines in their heads."""
