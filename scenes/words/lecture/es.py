"""Español: los títulos de las películas y las palabras de la página de una lección; no importa nada."""

TITLES = {
    "intro": "¿Qué es el descenso de gradiente?",
    "tangent": "Un descenso, paso a paso",
    "wave": "El descenso dibuja la derivada",
    "learning-rate": "¿Cómo de grande debe ser la tasa de aprendizaje?",
    "surface": "Descensos sobre una superficie",
    "linked": "Un descenso, visto de cuatro maneras",
    "race": "Una carrera de optimizadores",
    "regression": "Pérdida y coste",
    "basins": "El punto de partida decide el final",
}

PAGE = {
    "contents": "Índice",
    "missing": "Esta película aún no se ha creado.",
    "old": "La lección ha cambiado desde que se creó esta película.",
    "mistakes": "El archivo de la lección tiene errores",
    "failures": "Lo que no se pudo crear",
    "making": "Se están creando las películas ...",
    "open": "Abrir con capítulos, pasos y modo de presentación",
    "save": "Guardar",
    "film": "Película",
    "captions": "Subtítulos",
    "transcript": "Transcripción",
    "slides": "Diapositivas",
    "handout": "Apuntes",
    "stills": "Imágenes de las secciones",
    "steps": "Imágenes de los pasos",
    "more": "Para una página propia",
    "snippet": "Fragmento HTML",
    "numbers": "Números",
    "youtube": "Capítulos para YouTube",
}
