"""What does an operator look at and do?

Owns: one module for each page or two: layout, and `await context.call(use_case, request)`.
Does not own: rules (domain), parts (`console.parts`), the frame.
Neighbours: parts and context below; `all_pages` is what the door mounts.
"""
