"""How often a law is tried."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# a whole document is much to draw, and the first draw makes the strategies
_MUCH = [HealthCheck.too_slow, HealthCheck.data_too_large]
# explaining a failure, like shrinking it, runs the law hundreds of times over large messages
_PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if os.environ.get("SISS_THOROUGH") else [])]


def trying(share: int = 1) -> settings:
    """Settings for a law over whole messages: one in `share` of the examples of the profile."""
    return settings(max_examples=max(5, settings().max_examples // share), suppress_health_check=_MUCH, phases=_PHASES)
