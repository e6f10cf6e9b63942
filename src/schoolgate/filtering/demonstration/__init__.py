"""What Brookside shows of the filter; every name is invented."""
