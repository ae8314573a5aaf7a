"""What media share: edges of things, light that bleeds, paper, and where strokes lie."""
