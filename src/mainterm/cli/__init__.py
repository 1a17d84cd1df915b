"""The command line: thin, its commands imported when they are called."""
