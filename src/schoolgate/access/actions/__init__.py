"""Every write of the room, one file per noun: who acts (`by`) and when (`at`) is always said."""
