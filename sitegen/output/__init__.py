"""The change of the published site as one."""
