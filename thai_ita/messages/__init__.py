"""What the program says, in Thai and in English: one catalogue, one language at a time."""

from thai_ita.messages.catalogue import marked, translated
from thai_ita.messages.language import Language, chosen_language, language, set_language

__all__ = ["Language", "chosen_language", "language", "marked", "set_language", "translated"]
