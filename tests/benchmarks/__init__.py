"""What the library costs, as ratios to the bare parse of the same bytes in the same run."""
