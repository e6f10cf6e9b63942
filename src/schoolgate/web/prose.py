"""Prose as people typed it, made safe: HTML for pages, plain blocks for paper.

Markdown is read without HTML, and the HTML that comes out is cleaned again, so hostile text stays
text. On paper links are words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

Block = dict[str, Any]

_READER = MarkdownIt("commonmark", {"html": False}).disable(["code", "image", "fence", "heading"])
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "code", "hr"}


def html(text: str) -> str:
    """Return Markdown as clean HTML."""
    return _clean(_READER.render(text))


def inline_html(text: str) -> str:
    """Return one line of Markdown as clean HTML without a paragraph."""
    return _clean(_READER.renderInline(text))


def _clean(made: str) -> str:
    return nh3.clean(
        made,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noreferrer",
    )


def blocks(text: str) -> list[Block]:
    """Return Markdown as blocks: p, ul, ol and quote, with runs of text in them."""
    return _Blocks(_READER.parse(text)).read("")


def inline_blocks(text: str) -> list[Block]:
    """Return one line of Markdown as runs of text: `{s, b, i}`."""
    return [run for token in _READER.parseInline(text) for run in _runs(token.children or [])]


class _Blocks:
    """Walks Markdown's tokens once, from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = iter(tokens)

    def read(self, end: str) -> list[Block]:
        """Read blocks up to the token called `end`."""
        found: list[Block] = []
        for token in self.tokens:
            if token.type == end:
                break
            if token.type == "inline":
                found.append({"t": "p", "runs": list(_runs(token.children or []))})
            elif token.type in _OPENS:
                found.append(self._list(token))
            elif token.type == "blockquote_open":
                found.append({"t": "quote", "blocks": self.read("blockquote_close")})
        return found

    def _list(self, opened: Token) -> Block:
        kind = _OPENS[opened.type]
        items: list[list[Block]] = []
        for token in self.tokens:
            if token.type == opened.type.replace("open", "close"):
                break
            if token.type == "list_item_open":
                items.append(self.read("list_item_close"))
        return {"t": kind, "items": items, "start": int(opened.attrGet("start") or 1)}


_OPENS = {"bullet_list_open": "ul", "ordered_list_open": "ol"}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def _runs(tokens: Sequence[Token]) -> Iterator[Block]:
    bold = italic = 0
    for token in tokens:
        if token.type.startswith("strong_"):
            bold += token.nesting
        elif token.type.startswith("em_"):
            italic += token.nesting
        elif text := _BREAKS.get(token.type, token.content):
            yield {"s": text, "b": bold > 0, "i": italic > 0}
