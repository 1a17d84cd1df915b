"""The published files: found in a folder, or downloaded, and refused if they are not the ones declared."""
