"""What the site is made of, what builds and tests it: told (sbom.py), its licences judged, its holes watched."""
