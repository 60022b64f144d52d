"""What the rules say of one thing that somebody tries."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Verdict:
    """`no`: why it must be refused. `unsure`: why it need not be allowed, where rules.md is silent."""

    no: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)

    @property
    def must(self) -> bool | None:
        """True where it must be allowed, False where it must be refused, None where either will do."""
        if self.no:
            return False
        return None if self.unsure else True

    def refuse(self, when: bool, why: str) -> None:
        """Refused for a reason that the rules give."""
        if when:
            self.no.append(why)

    def doubt(self, when: bool, why: str) -> None:
        """Perhaps refused: the rules do not settle it."""
        if when:
            self.unsure.append(why)
