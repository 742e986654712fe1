"""Español: títulos, capítulos y las palabras de la página junto a una película."""

from scenes.words.caption import Caption, Numeral, label, said
from scenes.words.lecture.es import TITLES
from scenes.words.methods.es import optimizer_short as optimizer_short
from scenes.words.pack.numbered import titled

_CHAPTERS = {
    "film": "La película",
    "landscape": "El paisaje",
    "start": "El punto de partida",
    "slope": "La pendiente",
    "derivatives": "Las derivadas",
    "rule": "La regla",
    "second rule": "Otra regla",
    "worked": "Paso {n} a mano",
    "rate": "Tasa de aprendizaje {n}",
    "other side": "Al otro lado",
    "quickening": "Ahora más deprisa",
    "time-lapse": "Todos los pasos",
    "ending": "El final",
    "meaning": "Lo que dice la pendiente",
    "tracing": "Las pendientes dibujan",
    "derivative": "La derivada completa",
    "level": "Donde la pendiente es cero",
    "starts": "Varios puntos de partida",
    "question": "Una pregunta",
    "sliding": "A lo largo de la regla graduada",
    "bands": "Lo que permite la curvatura",
    "map": "El mapa",
    "gradient": "El gradiente",
    "step": "Un paso",
    "steps": "Los primeros pasos",
    "rise": "Hacia el espacio",
    "back": "De vuelta al mapa",
    "surface": "La superficie",
    "cost": "El coste",
    "racers": "Los optimizadores",
    "sum": "Una suma de gradientes pasados",
    "quotient": "El gradiente entre su tamaño",
    "mean quotient": "El gradiente medio entre su tamaño",
    "rates": "Las tasas de aprendizaje",
    "race": "La carrera",
    "finish": "La llegada",
    "data": "Los datos",
    "examples": "Los ejemplos",
    "model": "El modelo",
    "loss": "La pérdida",
    "which way": "¿Hacia dónde?",
    "sweep": "El coste como curva",
    "valley": "El valle",
    "repeat": "Una y otra vez",
    "stopped": "El coste deja de bajar",
    "any knobs": "Cualquier número de mandos",
    "standardised": "Variables en una misma escala",
    "both": "Ambos a la vez",
    "batches": "Minilotes",
    "one": "Un punto de partida",
    "neighbour": "Su vecino",
    "everywhere": "Desde todas partes",
    "everywhere again": "Otra vez desde todas partes",
    "basins": "Las cuencas",
}

_CONTROLS = {
    "chapters": "Capítulos",
    "captions": "Subtítulos",
    "off": "no",
    "in picture": "en la imagen",
    "speed": "Velocidad",
    "present": "Presentar",
    "previous": "Anterior",
    "next": "Siguiente",
    "leave": "Salir",
    "step": "Paso",
    "drawn": "la película muestra aquí el paso {n}",
    "aside": "la película no muestra aquí ningún paso",
    "run": "Recorrido",
    "start": "Reproducir",
    "stop": "Pausar",
    "time": "Tiempo",
    "from": "desde",
    "batches": "lotes de {n}",
    "all": "todos los ejemplos",
    "rate": "tasa",
    "cost": "Coste",
    "gradient": "Gradiente",
    "numbers": "Los números de un paso",
    "keys": "Teclas",
    "play": "reproducir, pausar",
    "seconds": "5 segundos atrás, adelante",
    "chapter": "capítulo anterior, siguiente",
    "by step": "paso anterior, siguiente",
    "by speed": "más lento, más rápido",
    "switch": "subtítulos sí, no",
    "presenting": "Espacio, → o un clic avanza hasta la siguiente pausa, ← retrocede, Esc sale",
    "space": "Espacio",
    "notes": "Notas",
    "slides keys": "Espacio, → o un clic: seguir, ←: volver, S: notas, "
    "F: pantalla completa, Esc: todas las diapositivas",
    "section": "Sección",
    "transcript": "Transcripción",
    "picture": "Imagen",
}


def film_title(story: str) -> str:
    return TITLES.get(story, story)


def chapter_title(beat: str) -> str:
    return titled(beat, _CHAPTERS)


def control(name: str) -> str:
    return _CONTROLS.get(name, name)


def picture_described(title: str, caption: str) -> Caption:
    return said(
        "Una imagen de la película «{title}». Su subtítulo: {caption}",
        title=label(title),
        caption=label(caption),
    )


def film_described(title: str, seconds: int) -> Caption:
    return said(
        "Película muda de {seconds} segundos, «{title}». Todo lo que se dice está en la transcripción.",
        seconds=Numeral(seconds),
        title=label(title),
    )
