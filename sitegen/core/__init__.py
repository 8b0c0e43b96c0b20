"""What everything stands on: problems, digests, addresses, dates, processes."""
