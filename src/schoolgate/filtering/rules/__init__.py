"""What the filter goes by: categories of sites, and what a policy makes of them. Pure."""
