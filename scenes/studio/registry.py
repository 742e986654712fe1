"""The stories by name. Imports neither manim nor a story, so that listing and refusing stay fast."""

from dataclasses import dataclass

from scenes import parameters


@dataclass(frozen=True)
class Entry:
    """A story: its name on the command line, where its class is, and what it is told with."""

    name: str
    module: str
    scene: str
    parameters: type[parameters.StoryParameters]
    summary: str
    spatial: bool = False  # drawn with pixels, not with outlines


STORIES = {
    entry.name: entry
    for entry in (
        Entry(
            "intro",
            "scenes.intro",
            "Intro",
            parameters.IntroParameters,
            "what gradient descent is: a line through data, with one knob",
        ),
        Entry(
            "tangent",
            "scenes.tangent",
            "TangentDescent",
            parameters.TangentParameters,
            "one descent in one dimension: slope, step, repeat",
        ),
        Entry(
            "wave",
            "scenes.wave",
            "WaveDescent",
            parameters.WaveParameters,
            "the descent draws the derivative, then several starts find their valleys",
        ),
        Entry(
            "learning-rate",
            "scenes.learning_rate",
            "LearningRates",
            parameters.LearningRateParameters,
            "one cost, one start, several learning rates: too small, good, too large",
        ),
        Entry(
            "surface",
            "scenes.surface",
            "SurfaceDescent",
            parameters.SurfaceParameters,
            "from a contour map into three dimensions: several starts on one surface",
            spatial=True,
        ),
        Entry(
            "linked",
            "scenes.linked",
            "LinkedDescent",
            parameters.LinkedParameters,
            "one descent seen four ways: surface, contour map, cost, worked rule",
            spatial=True,
        ),
        Entry(
            "race",
            "scenes.race",
            "OptimizerRace",
            parameters.RaceParameters,
            "several optimizers on one landscape: same start, same budget, who gets lowest",
        ),
        Entry(
            "regression",
            "scenes.regression",
            "Regression",
            parameters.RegressionParameters,
            "loss and cost: a model on data, on the map of its cost; batches and scales",
        ),
        Entry(
            "basins",
            "scenes.basins",
            "BasinsOfDescent",
            parameters.BasinsParameters,
            "every point a start, coloured by where it ends; then by another method",
        ),
    )
}
