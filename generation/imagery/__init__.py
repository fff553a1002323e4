"""Pictures and clips by prompt, for the studio and the external family. So far the external dialect."""
