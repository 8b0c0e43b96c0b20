"""The command line: the one place that prints, exits and reads the clock."""
