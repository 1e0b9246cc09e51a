"""Numbers in addresses and fields that stand for rows: comments, conversations, messages, notifications."""


def row_number(text: str | None) -> int:
    """The primary key that ``text`` spells; 0, which no row has, when it spells none that SQLite could hold."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
