"""The policy as people read it: sections, pages, paper."""
