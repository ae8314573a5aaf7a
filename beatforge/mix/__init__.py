"""What is heard: parts of songs laid on one clock, made and mixed by their own steps."""
