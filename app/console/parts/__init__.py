"""What are console pages made of?

Owns: badges, tiles, tables, fields, dialogs, toasts, panels: each says its words, keeps its rules
of access (name, state in words, focus) and knows no page.
Does not own: any data or use case; pages hand in what is shown and what a button does.
Neighbours: context below; frame and pages above.

No slot template holds a control, and nothing here feeds data to `ui.html` or to a props string.
"""
