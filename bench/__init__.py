"""What mainterm costs and what it gets right, measured in one run beside what a user would pick instead."""
