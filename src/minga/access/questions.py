"""The security questions a member chooses from.

Asked about what does not change, what few people can look up, and what has one answer. Their
slugs are kept with the answers: a question may be reworded, never reused for another.
"""

QUESTIONS: dict[str, str] = {
    "primera-mascota": "¿Cómo se llamaba tu primera mascota?",
    "primer-profesor": "¿Cómo se llamaba el profesor o la profesora que más recuerdas?",
    "apodo-ninez": "¿Qué apodo tenías cuando eras niño o niña?",
    "amigo-ninez": "¿Cómo se llamaba tu mejor amigo o amiga de la niñez?",
    "primera-escuela": "¿Cómo se llamaba tu primera escuela?",
    "barrio-ninez": "¿En qué barrio o vereda creciste?",
    "vecino-ninez": "¿Cómo se llamaba el vecino o la vecina que más recuerdas?",
    "primer-jefe": "¿Cómo se llamaba tu primer jefe o jefa?",
    "primer-viaje": "¿A qué lugar fue tu primer viaje largo?",
    "primer-carro": "¿De qué marca fue el primer carro, moto o bicicleta que tuviste?",
    "comida-abuela": "¿Qué comida te preparaba tu abuela?",
    "juguete-ninez": "¿Cuál era tu juguete preferido?",
    "cancion-ninez": "¿Qué canción te cantaban cuando eras niño o niña?",
    "padrino": "¿Cómo se llama tu padrino o tu madrina de bautizo?",
    "heroe-ninez": "¿A quién querías parecerte cuando eras niño o niña?",
    "primer-concierto": "¿A quién viste en tu primer concierto o fiesta de pueblo?",
}
