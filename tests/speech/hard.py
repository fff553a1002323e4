"""Sentences that are hard to read aloud, with what a listener should write down."""

HARD = (
    ("In 2009 the fund paid $4.2bn, and 3.5 % more in 2024.",
     "In 2009 the fund paid $4.2 billion and 3.5% more in 2024."),
    ("At 12:30 Dr. Okafor met the council, e.g. to talk about NATO and ISO 9001.",
     "At 12:30 Dr. Okafor met the council, for example to talk about NATO and ISO 9001."),
    ("She came 1st on 2026-05-01, long after Henry VIII and World War II.",
     "She came first on May 1st, 2026, long after Henry VIII and World War II."),
    ("Siobhan wrote the report, and it is online at www.example.org/news.",
     "Siobhan wrote the report and it is online at example.org slash news."),
    ("It fell from 1,250 to 984 between 1998 and 2013, or 21%.",
     "It fell from 1250 to 984 between 1998 and 2013, or 21%."),
    ("The CEO of the 2nd largest UK bank earns £3.5 million a year.",
     "The CEO of the second largest UK bank earns £3.5 million a year."),
    ("Part IV covers the 1990s, when 12 km of road cost €1.2m, i.e. too much.",
     "Part 4 covers the 1990s, when 12 km of road cost €1.2 million, that is too much."),
    ("Why did 40,000 people, most of them under 25, leave the U.K. in May?",
     "Why did 40,000 people, most of them under 25, leave the UK in May?"),
)  # fmt: skip
