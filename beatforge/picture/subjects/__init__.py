"""What motifs share: people, animals, plants, buildings, skies and waters, drawn as cutouts or computed."""
