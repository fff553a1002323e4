// Unfold loads a library for lists that are put in order by hand. The admin has none.
