"""Spanish: where a curve is level, and what a run shows on its way."""

from gdmath.critical.relief import Level
from gdmath.endings.meanwhile import Trend
from scenes.words.curves import CurveWords

CURVES = CurveWords(
    level={
        Level.VALLEYS_AND_HILLS: "Llana, con pendiente cero: en el fondo de valles y en lo alto de colinas.",
        Level.VALLEY: "La derivada es cero donde la curva es llana: en el fondo de su valle.",
        Level.VALLEYS: "La derivada es cero donde la curva es llana: en el fondo de sus valles.",
        Level.HILLS: "La derivada es cero donde la curva es llana: aquí, en lo alto de una colina.",
        Level.FLOOR: "La derivada es cero en todo el tramo en que la curva es llana.",
        Level.TERRACE: "La derivada es cero donde no hay ni valle ni colina.",
        Level.KINKS: "En el fondo hay un pico: allí la pendiente salta y nunca es cero.",
        Level.NOWHERE: "La derivada no es exactamente cero en ningún lugar: aquí la curva no es llana.",
    },
    trend={
        Trend.SHORTER_WITH_SLOPE: "Cuanto menor la pendiente, más corto el paso.",
        Trend.SHORTER: "Los pasos son cada vez más cortos.",
        Trend.LONGER: "Cada paso es más largo que el anterior.",
        Trend.EVEN: "Cada paso es tan largo como el anterior.",
        Trend.SWINGING: "Cada paso vuelve en sentido contrario.",
    },
    fallen="Tras {steps} pasos se ha bajado el {share} % del camino.",
)
