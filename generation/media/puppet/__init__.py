"""A drawn presenter that speaks: the mouth that follows the sounds, the rest of the acting, the frames. No Django."""
