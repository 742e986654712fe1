"""English: where a curve is level, and what a run shows on its way."""

from gdmath.critical.relief import Level
from gdmath.endings.meanwhile import Trend
from scenes.words.curves import CurveWords

CURVES = CurveWords(
    level={
        Level.VALLEYS_AND_HILLS: "Level, with slope zero: at the bottom of valleys, and on top of hills.",
        Level.VALLEY: "The derivative is zero where the curve is level: at the bottom of its valley.",
        Level.VALLEYS: "The derivative is zero where the curve is level: at the bottom of its valleys.",
        Level.HILLS: "The derivative is zero where the curve is level: on top of a hill, here.",
        Level.FLOOR: "The derivative is zero along the whole stretch where the curve is level.",
        Level.TERRACE: "The derivative is zero at a place that is neither valley nor hill.",
        Level.KINKS: "At the bottom is a kink: the slope jumps there, and is never zero.",
        Level.NOWHERE: "The derivative is nowhere exactly zero: the curve has no level place here.",
    },
    trend={
        Trend.SHORTER_WITH_SLOPE: "The smaller the slope, the shorter the step.",
        Trend.SHORTER: "The steps get shorter and shorter.",
        Trend.LONGER: "Each step is longer than the one before.",
        Trend.EVEN: "Each step is as long as the one before.",
        Trend.SWINGING: "Each step goes back the other way.",
    },
    fallen="After {steps} steps, {share} % of the way down is done.",
)
