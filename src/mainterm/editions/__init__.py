"""What is declared of each edition: its documents, their hashes, its errata, and the sampler, written by hand."""
