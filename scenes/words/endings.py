"""What is said of the end of a descent: which sentence its facts ask for, in whichever language.

A language fills the sentences of `Endings`; here stands when each is said, and with which numbers.
"""

import math
from dataclasses import dataclass
from typing import assert_never

from gdmath.analysis import Convergence
from gdmath.critical.critical_point import Extent, Kind, Site
from gdmath.ending import Ending
from gdmath.endings.cause import (
    AtRest,
    Balances,
    Bound,
    Brake,
    Creeps,
    Cycles,
    Escapes,
    Falls,
    Going,
    Gone,
    Hovers,
    JumpsPole,
    Leaves,
    Level,
    Moving,
    Nears,
    NoStep,
    OnKink,
    Overshoots,
    Rank,
    Rests,
    RunsOff,
    Thrown,
    Wanders,
)
from gdmath.endings.motion import Way
from scenes.words.caption import Caption, Joined, Maths, Numeral, Part, said
from scenes.words.places import costs, digits_for, end_of, place
from scenes.words.rows import row_name


@dataclass(frozen=True, kw_only=True)
class Endings:
    """The sentences of a language on how one run ends.

    Braces name numbers and places; [steps] stands for the number of steps in words, of one or of several.
    """

    steps: tuple[str, str]

    # where it rests, to be followed by at what
    converged: str
    starts: str
    starts_kinked: str
    no_step_down: str
    # at what
    the_minimum: str
    lowest_known: str
    a_minimum: str
    at_the_minimum: str
    at_lowest_known: str
    at_a_minimum: str
    local_minimum: str
    kinked: str
    hole: str
    edge: str
    curve: str
    floor: str
    by_floor: str
    saddle: str
    inflection: str
    maximum: str
    maximum_kinked: str
    plain: str
    # stopped elsewhere
    carried_on: str
    level: str
    too_level: str
    on_kink: str
    balances: str
    no_step: str
    # gone
    overshoots: str
    overshot: str
    floorless: str
    falls: str
    runs_off: str
    thrown: str
    escapes: str
    jumps_pole: str
    leaves: str
    lost: str
    # moving
    jumps: str
    jumps_on: str
    cycle: str
    cycles_on: str
    about_kink: str
    wanders: str
    kink_keeps: str
    between: str
    nears: str
    nears_local: str
    near: str
    creeps: str
    slope_gone: str
    slope_tiny: str
    rate_tiny: str
    hovers: str
    going: str
    swinging: str
    slope_there: str
    minimum_away: str
    # bounds
    exactly: str
    above: str
    above_at: str
    its_bound: str
    # pace
    quadratic: str
    superlinear: str
    power: str
    linear: str
    uneven: str
    # in a table
    rows: dict[str, str]

    def one(self, told: Ending) -> Caption:
        """Return how a run ended and why, on a line or two."""
        cause = told.cause
        if isinstance(cause, AtRest):
            return self._at_rest(told, cause)
        return self._gone(told, cause) if isinstance(cause, Gone) else self._moving(told, cause)

    def pace(self, told: Convergence) -> Caption:
        """Return how fast a run came to rest."""
        if told.order > 1:
            return said(self.quadratic if abs(told.order - 2) <= 0.35 else self.superlinear)
        if told.power is not None:
            law = Maths(f"1 slash k^({told.power:.2g})", f"1/k^{told.power:.2g}")
            return said(self.power, law=law)
        return said(self.linear if told.even else self.uneven, rate=Numeral(told.rate))

    def row(self, told: Ending) -> Caption:
        """Return how a run ended in a few words, for a line of a table."""
        name = row_name(told)
        period = len(told.cause.points) if isinstance(told.cause, Cycles) else 0
        if name is None:
            rest = told.arrival
            theta = told.end if rest is None or not rest.at.isolated else rest.at.theta
            at = place(told, theta, 3)
            return said(self.near, at=at) if isinstance(told.cause, Nears) else Caption((at,))
        return said(self.rows[name], period=Numeral(period))

    def _said(self, template: str, told: Ending, **parts: Part) -> Caption:
        """A sentence with the number of steps and the end of the run."""
        text = template.replace("[steps]", self.steps[told.steps != 1])
        return said(text, n=Numeral(told.steps, 9), end=end_of(told), **parts)

    def _at_rest(self, told: Ending, cause: AtRest) -> Caption:
        slope = Numeral(told.slope, 2)
        match cause:
            case Rests():
                if cause.moving and told.steps:
                    return self._said(self.carried_on, told)
                starts = self.starts if cause.at.site is Site.SMOOTH else self.starts_kinked
                first = self._said(starts if told.steps == 0 else self.converged, told)
                return _then(first, self._what(told, cause))
            case NoStep(rest=Rests() as rest):
                return _then(self._said(self.no_step_down, told), self._what(told, rest))
            case NoStep():
                return self._said(self.no_step, told, slope=slope)
            case Level(lower=None):
                return self._said(self.too_level, told)
            case Level():
                return self._said(self.level, told, slope=slope)
            case OnKink():
                return self._said(self.on_kink, told)
            case Balances(weight_decay=decay):
                return self._said(self.balances, told, decay=Numeral(decay), slope=slope)
            case _:
                assert_never(cause)

    def _what(self, told: Ending, rest: Rests) -> Caption:
        """At what it rests, in half a sentence."""
        at = rest.at
        match at.kind:
            case Kind.MINIMUM if at.extent is Extent.POINT:
                return self._minimum(told, rest, self.local_minimum)
            case Kind.MINIMUM if at.extent is Extent.CURVE:
                return said(self.curve)
            case Kind.MINIMUM:
                text = self.by_floor if rest.distance > 0 else self.floor
                return said(text, away=Numeral(rest.distance, 2))
            case Kind.SADDLE:
                return said(self.saddle)
            case Kind.INFLECTION:
                return said(self.inflection)
            case Kind.MAXIMUM:
                return said(self.maximum if at.site is Site.SMOOTH else self.maximum_kinked)
            case Kind.PLAIN:
                return said(self.plain)
            case _:
                assert_never(at.kind)

    def _minimum(self, told: Ending, rest: Rests, local: str) -> Caption:
        at, away = place(told, rest.at.theta), Numeral(rest.distance, 2)
        if rest.at.site in (Site.HOLE, Site.EDGE):
            return said(self.hole if rest.at.site is Site.HOLE else self.edge, at=at)
        kinked = self.kinked if rest.at.site is Site.KINK else ""
        near = rest.distance > 0
        match rest.rank:
            case Rank.ONLY:
                text = self.the_minimum if near else self.at_the_minimum
            case Rank.LOWEST:
                text = self.lowest_known if near else self.at_lowest_known
            case Rank.UNKNOWN:
                text = self.a_minimum if near else self.at_a_minimum
            case Rank.LOCAL:
                text = local
            case _:
                assert_never(rest.rank)
        lower = at if rest.lower is None else place(told, rest.lower.theta)
        return said(text.replace("{kinked}", kinked), away=away, lower=lower)

    def _gone(self, told: Ending, cause: Gone) -> Caption:
        match cause:
            case Overshoots(factor=factor):
                text = self.overshoots if cause.escaped else self.overshot
                first = self._said(text, told, factor=Numeral(factor, 3))
                why = said(self.floorless) if cause.floorless else self._bound(told, cause.bound)
                return _then(first, why)
            case Falls(value=value):
                return self._said(self.falls, told, value=Numeral(value, 3))
            case RunsOff(distance=distance):
                return self._said(self.runs_off, told, distance=Numeral(distance, 2))
            case Thrown(slope=slope, length=length):
                before = place(told, cause.before)
                return said(self.thrown, before=before, slope=Numeral(slope, 3), length=Numeral(length, 3))
            case Escapes():
                return self._said(self.escapes, told)
            case JumpsPole(step=step, pole=pole):
                return self._said(self.jumps_pole, told, step=Numeral(step + 1, 9), pole=place(told, pole))
            case Leaves(before=before, lost=lost):
                template, step = self.lost if lost else self.leaves, Numeral(told.steps, 9)
                return self._said(template, told, step=step, before=place(told, before))
            case _:
                assert_never(cause)

    def _moving(self, told: Ending, cause: Moving) -> Caption:
        match cause:
            case Cycles():
                return self._cycles(told, cause)
            case Nears(minimum=minimum):
                return _then(self._said(self.nears, told), self._minimum(told, minimum, self.nears_local))
            case Wanders(kink=kink):
                why = said(self.kink_keeps) if kink else said(self.between, **costs(cause))
                return _then(self._said(self.wanders, told), why)
            case Creeps(slope=slope, steepest=steepest):
                text = self.slope_gone if slope <= 0.1 * steepest else self.slope_tiny
                text = self.rate_tiny if cause.brake is Brake.RATE else text
                numbers = {"slope": slope, "steepest": steepest, "rate": cause.rate, "moved": cause.moved}
                parts = {name: Numeral(value, 2) for name, value in numbers.items()}
                return _then(self._said(self.creeps, told), said(text, **parts))
            case Hovers():
                return _then(self._said(self.hovers, told), said(self.between, **costs(cause)))
            case Going(way=way):
                first = self._said(self.swinging if way is Way.ALTERNATING else self.going, told)
                if told.goal is None or told.to_goal is None:
                    return _then(first, said(self.slope_there, slope=Numeral(told.slope, 2)))
                return _then(first, said(self.minimum_away, away=Numeral(told.to_goal, 2)))
            case _:
                assert_never(cause)

    def _cycles(self, told: Ending, cycle: Cycles) -> Caption:
        size = max(math.dist(a, b) for a in cycle.points for b in cycle.points)
        digits = digits_for(cycle.points, size) - (len(told.names) > 1)
        low, high = (
            place(told, [x if abs(x) > 1e-12 * size else 0.0 for x in theta], digits)
            for theta in (min(cycle.points), max(cycle.points))
        )
        two, more = (self.jumps, self.cycle) if cycle.exact else (self.jumps_on, self.cycles_on)
        text = two if len(cycle.points) == 2 else more
        text = text if cycle.kink or cycle.bound else text.rstrip()
        first = said(text, low=low, high=high, period=Numeral(len(cycle.points)))
        return _then(first, said(self.about_kink) if cycle.kink else self._bound(told, cycle.bound))

    def _bound(self, told: Ending, bound: Bound | None) -> Caption:
        if bound is None:
            return Caption(())
        named = math.isclose(bound.limit * bound.curvature, 2, rel_tol=1e-9)
        name = Maths("2 slash C''", "2/C″") if len(told.names) == 1 else Maths("2 slash lambda_max", "2/λmax")
        number = Numeral(bound.limit)
        limit: Part = Joined((name, Maths("=", "="), number)) if named else number
        rate, at = Numeral(bound.rate), place(told, bound.at)
        relation = self.above if bound.everywhere else self.above_at
        text = self.exactly if bound.is_met else relation
        text = text if named else text.replace("{limit}", self.its_bound)
        return said(text, rate=rate, limit=limit, at=at)


def _then(first: Caption, second: Caption) -> Caption:
    return Caption((*first.pieces, *second.pieces))
