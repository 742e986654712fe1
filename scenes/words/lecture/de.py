"""Deutsch: die Titel der Filme und die Wörter der Seite einer Vorlesung; importiert nichts."""

TITLES = {
    "intro": "Was ist Gradientenabstieg?",
    "tangent": "Ein Abstieg, Schritt für Schritt",
    "wave": "Der Abstieg zeichnet die Ableitung",
    "learning-rate": "Wie groß soll die Lernrate sein?",
    "surface": "Abstiege auf einer Fläche",
    "linked": "Ein Abstieg, viermal gesehen",
    "race": "Ein Wettrennen der Optimierer",
    "regression": "Verlust und Kosten",
    "basins": "Der Start entscheidet über das Ziel",
}

PAGE = {
    "contents": "Inhalt",
    "missing": "Dieser Film wurde noch nicht erstellt.",
    "old": "Die Vorlesung wurde geändert, seit dieser Film erstellt wurde.",
    "mistakes": "In der Vorlesungsdatei sind Fehler",
    "failures": "Was nicht erstellt werden konnte",
    "making": "Filme werden erstellt ...",
    "open": "Öffnen mit Kapiteln, Schritten und Präsentation",
    "save": "Speichern",
    "film": "Film",
    "captions": "Untertitel",
    "transcript": "Transkript",
    "slides": "Folien",
    "handout": "Handout",
    "stills": "Bilder der Abschnitte",
    "steps": "Bilder der Schritte",
    "more": "Für eine eigene Seite",
    "snippet": "HTML-Schnipsel",
    "numbers": "Zahlen",
    "youtube": "Kapitel für YouTube",
}
