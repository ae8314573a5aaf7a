"""Motion: poses, faces, cameras and lights of a performance as pure functions of the film's time."""
