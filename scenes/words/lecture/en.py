"""English: the titles of films, and the words of the page of a lecture; imports nothing."""

TITLES = {
    "intro": "What is gradient descent?",
    "tangent": "One descent, step by step",
    "wave": "The descent draws the derivative",
    "learning-rate": "How large should the learning rate be?",
    "surface": "Descents on a surface",
    "linked": "One descent, seen four ways",
    "race": "A race of optimizers",
    "regression": "Loss and cost",
    "basins": "Where you start decides where you end",
}

PAGE = {
    "contents": "Contents",
    "missing": "This film has not been made.",
    "old": "The lecture has changed since this film was made.",
    "mistakes": "The lecture file has mistakes",
    "failures": "What could not be made",
    "making": "Films are being made ...",
    "open": "Open with chapters, steps and present mode",
    "save": "Save",
    "film": "Film",
    "captions": "Captions",
    "transcript": "Transcript",
    "slides": "Slides",
    "handout": "Handout",
    "stills": "Pictures of the sections",
    "steps": "Pictures of the steps",
    "more": "For a page of your own",
    "snippet": "HTML snippet",
    "numbers": "Numbers",
    "youtube": "Chapters for YouTube",
}
