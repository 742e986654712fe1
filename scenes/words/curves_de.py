"""German: where a curve is level, and what a run shows on its way."""

from gdmath.critical.relief import Level
from gdmath.endings.meanwhile import Trend
from scenes.words.curves import CurveWords

CURVES = CurveWords(
    level={
        Level.VALLEYS_AND_HILLS: "Eben, mit Steigung null: am Grund von Tälern und oben auf Bergen.",
        Level.VALLEY: "Die Ableitung ist null, wo die Kurve eben ist: am Grund ihres Tals.",
        Level.VALLEYS: "Die Ableitung ist null, wo die Kurve eben ist: am Grund ihrer Täler.",
        Level.HILLS: "Die Ableitung ist null, wo die Kurve eben ist: hier oben auf einem Berg.",
        Level.FLOOR: "Die Ableitung ist null auf dem ganzen Stück, auf dem die Kurve eben ist.",
        Level.TERRACE: "Die Ableitung ist null, wo weder Tal noch Berg ist.",
        Level.KINKS: "Am Grund ist ein Knick: Dort springt die Steigung und ist nie null.",
        Level.NOWHERE: "Die Ableitung ist nirgends genau null: Hier ist die Kurve nirgends eben.",
    },
    trend={
        Trend.SHORTER_WITH_SLOPE: "Je kleiner die Steigung, desto kürzer der Schritt.",
        Trend.SHORTER: "Die Schritte werden immer kürzer.",
        Trend.LONGER: "Jeder Schritt ist länger als der vorige.",
        Trend.EVEN: "Jeder Schritt ist so lang wie der vorige.",
        Trend.SWINGING: "Jeder Schritt führt wieder zurück.",
    },
    fallen="Nach {steps} Schritten sind {share} % des Wegs hinab geschafft.",
)
