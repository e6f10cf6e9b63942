"""A new issue of a template as a proposal to a school that extends it: clause by clause. Pure."""
