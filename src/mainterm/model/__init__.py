"""The records that every part of the program shares: frozen, slotted, without input or output."""
