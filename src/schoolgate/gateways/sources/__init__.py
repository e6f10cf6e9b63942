"""Where the activity log comes from: which systems send, and when each last did."""
