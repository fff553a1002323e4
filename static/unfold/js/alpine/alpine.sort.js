// In place of Alpine's sort plugin (38 KB): no list of this admin is put in order by dragging.
