"""What must be noticed, and nothing else: detection, alerts, look-ups the head has authorised."""
