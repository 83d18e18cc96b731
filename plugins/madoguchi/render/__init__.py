"""From content to the Markdown of one language: what MkDocs, or any other generator, builds."""
