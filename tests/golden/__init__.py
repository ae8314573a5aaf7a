"""What every style looked like when it was last looked at: digests of small frames, and a sheet for people."""
