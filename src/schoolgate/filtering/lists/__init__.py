"""Lists of sites as others publish them: read, judged, and never trusted blindly."""
