"""English: titles, chapters, and the words of the page beside a film."""

from scenes.words.caption import Caption, Numeral, label, said
from scenes.words.lecture.en import TITLES
from scenes.words.methods.en import optimizer_short as optimizer_short
from scenes.words.pack.numbered import titled

_CHAPTERS = {
    "film": "The film",
    "landscape": "The landscape",
    "start": "The start",
    "slope": "The slope",
    "derivatives": "The derivatives",
    "rule": "The rule",
    "second rule": "Another rule",
    "worked": "Step {n} by hand",
    "rate": "Learning rate {n}",
    "other side": "On the other side",
    "quickening": "Faster now",
    "time-lapse": "All steps",
    "ending": "The end",
    "meaning": "What the slope says",
    "tracing": "The slopes draw",
    "derivative": "The whole derivative",
    "level": "Where the slope is zero",
    "starts": "Several starts",
    "question": "A question",
    "sliding": "Along the ruler",
    "bands": "What the curvature allows",
    "map": "The map",
    "gradient": "The gradient",
    "step": "One step",
    "steps": "The first steps",
    "rise": "Into space",
    "back": "Back to the map",
    "surface": "The surface",
    "cost": "The cost",
    "racers": "The optimizers",
    "sum": "A sum of old gradients",
    "quotient": "Gradient over its size",
    "mean quotient": "Mean gradient over its size",
    "rates": "The learning rates",
    "race": "The race",
    "finish": "The finish",
    "data": "The data",
    "examples": "The examples",
    "model": "The model",
    "loss": "The loss",
    "which way": "Which way?",
    "sweep": "The cost as a curve",
    "valley": "The valley",
    "repeat": "Again and again",
    "stopped": "The cost stops falling",
    "any knobs": "Any number of knobs",
    "standardised": "Features of one scale",
    "both": "Both at once",
    "batches": "Mini-batches",
    "one": "One start",
    "neighbour": "Its neighbour",
    "everywhere": "From everywhere",
    "everywhere again": "From everywhere again",
    "basins": "The basins",
}

_CONTROLS = {
    "chapters": "Chapters",
    "captions": "Captions",
    "off": "off",
    "in picture": "in the picture",
    "speed": "Speed",
    "present": "Present",
    "previous": "Previous",
    "next": "Next",
    "leave": "Leave",
    "step": "Step",
    "drawn": "the film shows step {n} here",
    "aside": "the film shows no single step here",
    "run": "Run",
    "start": "Play",
    "stop": "Pause",
    "time": "Time",
    "from": "from",
    "batches": "batches of {n}",
    "all": "all examples",
    "rate": "rate",
    "cost": "Cost",
    "gradient": "Gradient",
    "numbers": "The numbers of a step",
    "keys": "Keys",
    "play": "play, pause",
    "seconds": "5 seconds back, on",
    "chapter": "chapter back, on",
    "by step": "step back, on",
    "by speed": "slower, faster",
    "switch": "captions on, off",
    "presenting": "Space, → or a click goes on to the next pause, ← goes back, Esc leaves",
    "space": "Space",
    "notes": "Notes",
    "slides keys": "Space, → or a click goes on, ← goes back, S opens the notes, "
    "F fills the screen, Esc shows all slides",
    "section": "Section",
    "transcript": "Transcript",
    "picture": "Picture",
}


def film_title(story: str) -> str:
    return TITLES.get(story, story)


def chapter_title(beat: str) -> str:
    return titled(beat, _CHAPTERS)


def control(name: str) -> str:
    return _CONTROLS.get(name, name)


def picture_described(title: str, caption: str) -> Caption:
    return said(
        "A picture from the film “{title}”. Its caption: {caption}",
        title=label(title),
        caption=label(caption),
    )


def film_described(title: str, seconds: int) -> Caption:
    return said(
        "Silent film of {seconds} seconds, “{title}”. All that is said stands in the transcript.",
        seconds=Numeral(seconds),
        title=label(title),
    )
