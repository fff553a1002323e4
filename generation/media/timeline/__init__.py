"""The timeline engine: from cuts of video files to exact frames, previews and films. No Django."""
