"""Three plans for one wish, each leaning another way, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from facilitator.domain.drafting import search
from facilitator.domain.drafting.options import Manner, shape_of
from facilitator.domain.drafting.reasons import Reasoned, reasons
from facilitator.domain.drafting.search import Filling
from facilitator.domain.drafting.shape import FREE, Limit
from facilitator.domain.drafting.shelves import Shelves
from facilitator.domain.drafting.tonight import Tonight, begin, plan_of, refusal
from facilitator.domain.drafting.wish import Leaning, Wish
from facilitator.domain.modules import Module
from facilitator.domain.plans import Plan

TALK = ("talk", "second talk")
PRACTICE = ("practice", "second practice")
# What a deep minute costs a gentle plan, tried in turn; the last is more than all else together.
_RATES = (6, 12, 24, 48, 10**6)

Limits = Mapping[str, Limit]


@dataclass(frozen=True)
class Draft:
    """`why` begins with the one line that sets this plan apart from the others."""

    leaning: Leaning
    plan: Plan
    why: tuple[Reasoned, ...]


def drafts(modules: Iterable[Module], wish: Wish, seed: int = 0) -> tuple[Draft, ...]:
    """Three plans for the wish in the order of Leaning, each as `draft` promises them.

    The practice (exercise and reflection) of PRACTICE lasts as long as that of the others or
    longer, the talk (discussion) of TALK likewise, and no plan is on average gentler, minute by
    minute, than GENTLE. Each holds another set of modules; where the library allows only one set,
    other minutes; where it allows fewer than three plans, there are fewer drafts. `wish.leaning`
    is not looked at.

    The same input and seed give the same drafts. Any seed but 0 lets chance decide between modules
    that serve nearly alike. Raises CannotDraft.
    """
    rng = Random(seed) if seed else None  # noqa: S311 - variety, no secret
    tonight = begin(modules, wish, rng)
    found: dict[Leaning, Filling] = {}
    # PRACTICE is free. TALK keeps below its practice and above its talk, which PRACTICE itself
    # would do; GENTLE keeps below both, which the gentler one of the two would do. So there always
    # is something to find, and what is promised about the three holds.
    for leaning in (Leaning.PRACTICE, Leaning.TALK, Leaning.GENTLE):
        if filling := _leaning(tonight, leaning, found):
            found[leaning] = filling
        elif leaning is Leaning.PRACTICE:
            raise refusal(tonight)
    return tuple(
        _draft(tonight, leaning, found[leaning]) for leaning in Leaning if leaning in found
    )


def _draft(tonight: Tonight, leaning: Leaning, found: Filling) -> Draft:
    plan = plan_of(tonight.wish, found)
    return Draft(leaning, plan, reasons(tonight, leaning, plan))


def _leaning(
    tonight: Tonight, leaning: Leaning, others: Mapping[Leaning, Filling]
) -> Filling | None:
    """The cheapest plan of this leaning that is none of the others."""
    used = {module.id for other in others.values() for module, _ in other.picks}
    shelves = tonight.shelves(leaning, used)
    wish = replace(tonight.wish, leaning=leaning)
    limits = _limits(leaning, others)

    def find(narrower: Limits) -> Filling | None:
        if leaning is Leaning.GENTLE:
            return _gentlest(shelves, wish, tonight, narrower, list(others.values()))
        return search.find(shelves, wish, tonight.needed, narrower)

    found = find(limits)
    if found is None or all(_modules(found) != _modules(one) for one in others.values()):
        return found
    for mark, narrowed in ((_modules, _other_modules), (_shape, _other_minutes)):
        known = {mark(one) for one in others.values()}
        if mark(found) not in known:
            return found
        tried = [find(narrower) for narrower in narrowed(limits, found)]
        if apart := [one for one in tried if one and mark(one) not in known]:
            return min(apart, key=lambda one: one.cost)
    return None


def _limits(leaning: Leaning, others: Mapping[Leaning, Filling]) -> Limits:
    """What a leaning may do beside those found before it."""
    if leaning is Leaning.PRACTICE:
        return {}
    much = others[Leaning.PRACTICE]
    little = {name: Limit(most=much.minutes(name)) for name in PRACTICE}
    if leaning is Leaning.TALK:
        kept = {name: minutes for name in TALK if (minutes := much.minutes(name))}
        return little | {name: Limit(least=kept[name], stays=True) for name in kept}
    talk = others.get(Leaning.TALK, much)
    return little | {name: Limit(most=talk.minutes(name)) for name in TALK}


def _gentlest(
    shelves: Shelves, wish: Wish, tonight: Tonight, limits: Limits, others: Sequence[Filling]
) -> Filling | None:
    """The cheapest plan that is on average no deeper than the others, without a 3 if there is one
    such. The more its deep minutes cost the fewer it has, and at any price as few as can be."""
    deepest = min(map(_depth, others))

    def fits(*manners: Manner) -> Filling | None:
        return search.find(shelves, wish, tonight.needed, limits, manners)

    for rate in _RATES:
        found = fits(Manner(rate=rate))
        if found is None:
            break
        if _depth(found) <= deepest:
            return found
    if not shelves.may_go_deep:
        return None
    found = fits(Manner(rate=_RATES[-1]), Manner(deep=True, rate=_RATES[-1]))
    return found if found is not None and _depth(found) <= deepest else None


def _depth(found: Filling) -> int:
    """Minutes above intensity 1, those of a 3 twice."""
    return sum(minutes * (module.intensity - 1) for module, minutes in found.picks)


def _modules(found: Filling) -> frozenset[str]:
    return frozenset(module.id for module, _ in found.picks)


def _shape(found: Filling) -> tuple[tuple[str, int], ...]:
    return shape_of(found.picks)


def _other_modules(limits: Limits, found: Filling) -> Iterator[Limits]:
    """The limits under one of which lies every plan with other modules: one part after the other
    does without the modules it has."""
    for name, picks in found.filled:
        limit = limits.get(name, FREE)
        without = limit.without | {module.id for module, _ in picks}
        yield {**limits, name: replace(limit, without=without)}


def _other_minutes(limits: Limits, found: Filling) -> Iterator[Limits]:
    """The same for every plan that is not this one."""
    for name, picks in found.filled:
        limit = limits.get(name, FREE)
        yield {**limits, name: replace(limit, barred=limit.barred | {shape_of(picks)})}
