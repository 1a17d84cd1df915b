"""The verifier: re-checks a proof against the official documents, apart from the engine that found it."""
