"""Every voice, sentence by sentence, through a recogniser."""
