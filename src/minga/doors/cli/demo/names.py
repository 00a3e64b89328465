"""Words that the demo makes its people from: common names of Colombia, put together by chance."""

WOMEN = (
    "Luz", "Marta", "Gloria", "Blanca", "Sandra", "Claudia", "Adriana", "Paola", "Diana",
    "Yolanda", "Beatriz", "Teresa", "Carmen", "Rocío", "Liliana", "Mónica", "Natalia", "Valentina",
    "Daniela", "Camila", "Sofía", "Laura", "Juliana", "Catalina", "Nubia", "Amparo", "Rosalba",
    "Patricia", "Yurany", "Leidy",
)  # fmt: skip
MEN = (
    "Carlos", "Luis", "Jorge", "Jairo", "Hernán", "Gustavo", "Álvaro", "Fabio", "Rubén", "Wilson",
    "Edwin", "Andrés", "Felipe", "Mauricio", "Óscar", "Diego", "Julián", "Camilo", "Santiago",
    "Mateo", "Samuel", "Gildardo", "Humberto", "Rodrigo", "Ramiro", "Héctor", "Iván", "Nelson",
    "Yeison", "Darío",
)  # fmt: skip
SECOND_WOMEN = ("Marina", "Elena", "Stella", "Inés", "Milena", "Andrea", "Cecilia", "María", "")
SECOND_MEN = ("Alberto", "Alonso", "Eduardo", "Antonio", "Fernando", "David", "Enrique", "José", "")
SURNAMES = (
    "Restrepo", "Gómez", "Zapata", "Cardona", "Ospina", "Henao", "Giraldo", "Ramírez",
    "Montoya", "Castaño", "Muñoz", "Vélez", "Arango", "Quintero", "Jaramillo", "Londoño",
    "Betancur", "Agudelo", "Rendón", "Valencia", "Mosquera", "Palacios", "Córdoba", "Murillo",
    "Rincón", "Suárez", "Ortiz", "Bedoya", "Cano", "Duque", "Escobar", "Franco", "Gallego",
    "Hoyos", "Isaza", "Loaiza", "Marín", "Naranjo", "Orozco", "Patiño", "Rojas", "Sánchez",
    "Tabares", "Uribe", "Villa", "Yepes",
)  # fmt: skip
COMPANIES = ("Panadería La Espiga del Alba S.A.S.", "Comercializadora Café Guadual S.A.S.")

# DIVIPOLA, each repeated as often as members live there.
TOWNS = (
    *("05034",) * 5, *("05001",) * 4, *("05615",) * 3, *("05148",) * 2, *("05376",) * 2,
    "05364", "05101", "05642", "05282", "05368", "05440", "05088", "05360", "05266", "17001",
    "66001", "76001", "11001",
)  # fmt: skip
HAMLETS = ("La Palma", "El Guadual", "San Isidro", "La Aurora", "Buenavista", "El Roblal")
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
