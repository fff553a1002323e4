"""What those who run the studio see of it as a whole: its vital figures, the admin's home, staff roles."""
