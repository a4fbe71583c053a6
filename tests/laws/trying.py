"""How often a law is tried."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

from siss_interop.messages.catalogue import Entry

# a whole document is much to draw, and the first draw makes the strategies
_MUCH = [HealthCheck.too_slow, HealthCheck.data_too_large]
# explaining a failure, like shrinking it, runs the law hundreds of times over large messages
_PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if os.environ.get("SISS_THOROUGH") else [])]


#: messages so large that drawing one takes a second: of these a few are tried, all the others with SISS_THOROUGH=1
_LARGE = frozenset({"documenti", "scheda"})
_FEW = 3


def trying(share: int = 1, entry: Entry | None = None) -> settings:
    """Settings for a law over whole messages (of a kind): one in `share` of the examples of the profile."""
    wanted = max(5, settings().max_examples // share)
    if entry is not None and entry.flow in _LARGE and not os.environ.get("SISS_THOROUGH"):
        wanted = _FEW
    return settings(max_examples=wanted, suppress_health_check=_MUCH, phases=_PHASES)
