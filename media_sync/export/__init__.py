"""Taking the archive out: originals under readable names, what is known of them as JSON, a viewer that needs no server.

A selection says what, a layout under which names, ``writing.write`` puts it into a target: a folder, or a ZIP that is
streamed. See docs/decisions/export.md.
"""
