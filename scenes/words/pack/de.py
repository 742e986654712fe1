"""Deutsch: Titel, Kapitel und die Wörter der Seite neben einem Film."""

from scenes.words.caption import Caption, Numeral, label, said
from scenes.words.lecture.de import TITLES
from scenes.words.methods.de import optimizer_short as optimizer_short
from scenes.words.pack.numbered import titled

_CHAPTERS = {
    "film": "Der Film",
    "landscape": "Die Landschaft",
    "start": "Der Start",
    "slope": "Die Steigung",
    "derivatives": "Die Ableitungen",
    "rule": "Die Regel",
    "second rule": "Eine andere Regel",
    "worked": "Schritt {n} von Hand",
    "rate": "Lernrate {n}",
    "other side": "Auf der anderen Seite",
    "quickening": "Jetzt schneller",
    "time-lapse": "Alle Schritte",
    "ending": "Das Ende",
    "meaning": "Was die Steigung sagt",
    "tracing": "Die Steigungen zeichnen",
    "derivative": "Die ganze Ableitung",
    "level": "Wo die Steigung null ist",
    "starts": "Mehrere Starts",
    "question": "Eine Frage",
    "sliding": "Entlang des Lineals",
    "bands": "Was die Krümmung erlaubt",
    "map": "Die Karte",
    "gradient": "Der Gradient",
    "step": "Ein Schritt",
    "steps": "Die ersten Schritte",
    "rise": "In den Raum",
    "back": "Zurück zur Karte",
    "surface": "Die Fläche",
    "cost": "Die Kosten",
    "racers": "Die Optimierer",
    "sum": "Eine Summe alter Gradienten",
    "quotient": "Gradient durch seine Größe",
    "mean quotient": "Mittlerer Gradient durch seine Größe",
    "rates": "Die Lernraten",
    "race": "Das Rennen",
    "finish": "Im Ziel",
    "data": "Die Daten",
    "examples": "Die Beispiele",
    "model": "Das Modell",
    "loss": "Der Verlust",
    "which way": "In welche Richtung?",
    "sweep": "Die Kosten als Kurve",
    "valley": "Das Tal",
    "repeat": "Immer wieder",
    "stopped": "Die Kosten fallen nicht mehr",
    "any knobs": "Beliebig viele Regler",
    "standardised": "Merkmale auf einer Skala",
    "both": "Beide zugleich",
    "batches": "Mini-Batches",
    "one": "Ein Start",
    "neighbour": "Sein Nachbar",
    "everywhere": "Von überall",
    "everywhere again": "Noch einmal von überall",
    "basins": "Die Einzugsgebiete",
}

_CONTROLS = {
    "chapters": "Kapitel",
    "captions": "Untertitel",
    "off": "aus",
    "in picture": "im Bild",
    "speed": "Tempo",
    "present": "Präsentieren",
    "previous": "Zurück",
    "next": "Weiter",
    "leave": "Beenden",
    "step": "Schritt",
    "drawn": "der Film zeigt hier Schritt {n}",
    "aside": "der Film zeigt hier keinen einzelnen Schritt",
    "run": "Lauf",
    "start": "Abspielen",
    "stop": "Anhalten",
    "time": "Zeit",
    "from": "von",
    "batches": "Batches von {n}",
    "all": "alle Beispiele",
    "rate": "Rate",
    "cost": "Kosten",
    "gradient": "Gradient",
    "numbers": "Die Zahlen eines Schrittes",
    "keys": "Tasten",
    "play": "abspielen, anhalten",
    "seconds": "5 Sekunden zurück, vor",
    "chapter": "Kapitel zurück, vor",
    "by step": "Schritt zurück, vor",
    "by speed": "langsamer, schneller",
    "switch": "Untertitel ein, aus",
    "presenting": "Leertaste, → oder ein Klick geht bis zur nächsten Pause, ← zurück, Esc beendet",
    "space": "Leertaste",
    "notes": "Notizen",
    "slides keys": "Leertaste, → oder ein Klick: weiter, ←: zurück, S: Notizen, "
    "F: Vollbild, Esc: alle Folien",
    "section": "Abschnitt",
    "transcript": "Transkript",
    "picture": "Bild",
}


def film_title(story: str) -> str:
    return TITLES.get(story, story)


def chapter_title(beat: str) -> str:
    return titled(beat, _CHAPTERS)


def control(name: str) -> str:
    return _CONTROLS.get(name, name)


def picture_described(title: str, caption: str) -> Caption:
    return said(
        "Ein Bild aus dem Film „{title}“. Sein Untertitel: {caption}",
        title=label(title),
        caption=label(caption),
    )


def film_described(title: str, seconds: int) -> Caption:
    return said(
        "Stummfilm von {seconds} Sekunden, „{title}“. Alles Gesagte steht im Transkript.",
        seconds=Numeral(seconds),
        title=label(title),
    )
