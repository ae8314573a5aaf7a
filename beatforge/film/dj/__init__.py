"""A persona performs the music: events make acts, acts make faces, cameras and lights. Pure.

`show_of` decides what is done when, by the music alone and by what the project says; `staged` chooses cameras and
lights by the theme and gives each scene its slice. Nothing here knows how a pose looks.
"""
