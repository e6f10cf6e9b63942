"""Everything on paper: tagged PDF for screens and printers, made from plain values.

`making` sets a template; `sheets` is what letters, forms and notices are made of.
"""
