"""The site that is being made and the one that stands: pages, bodies, what builds keep, packing, the exchange."""
