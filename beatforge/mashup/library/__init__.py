"""The user's songs, listened to once: kept by content, searched by words and music, matched with each other."""
