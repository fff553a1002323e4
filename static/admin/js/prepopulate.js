// Django loads this for addresses made from titles, and 125 KB for letters of every script. No form of the admin makes any.
