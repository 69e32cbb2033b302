"""A count at every point of a grid."""
