"""What goes to Imgur: files taken in, batches of them, operations and who goes next, edits and their undoing."""
