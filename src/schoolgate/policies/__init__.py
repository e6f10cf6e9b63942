"""Policies: packs read, checked, asked, compared and shown.

From the ground up, each importing only what stands before it:

- `rules/` decides: a rule book and a question in, an answer with its reasons out.
- `words/` is the vocabulary as data; `language/` reads a pack's Markdown into clauses and rules.
- `analysis/` finds contradictions, gaps, departures and differences; scores and coverage.
- `english/` says boxes, answers and differences in plain English.
- `reading/` lays a policy out for pages and paper; `asking/` and `comparing/` serve those pages.
- `library.py` holds the policies in use; models, permissions, queries, actions, forms and views as
  in every room; `commandline/` is `./sg policy …`.
"""
