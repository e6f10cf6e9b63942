"""What Brookside shows of monitoring; every name is invented."""
