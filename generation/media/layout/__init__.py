"""Documents: pitch decks as PDF and PPTX, storyboards as PDF. Runs in the maker child; imports no Django."""
