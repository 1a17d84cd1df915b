"""Why a proof is refused, in plain words."""


class Refusal(Exception):
    """One reason; the verifier adds the step."""


def require(holds: object, reason: str) -> None:
    """Refuse for `reason` unless it holds."""
    if not holds:
        raise Refusal(reason)
