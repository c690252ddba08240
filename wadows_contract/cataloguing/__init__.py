"""Describing somebody's own documents in a catalogue: which of them can stand in which role.

`folder`, `manifest` and `qido` find documents; `facts` is what is known of one;
`roles` is what a document in each role must be, `trial` whether it would be judged rightly there;
`assign` puts documents in roles, and `writing` writes the catalogue for a person to edit.
"""
