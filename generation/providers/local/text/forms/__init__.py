"""Forms that a brief can ask for: a courtroom, a debate, an interview, a letter and so on.

`kinds` says what each form is, as data; `wish` reads which one the notes ask for, and who is in it; `tell` tells an
outline in it. A form decides who speaks, in which order and where; what is said stays what the sources say.
"""

from .kinds import FORMS, Form, Part
from .tell import Company, FormTalk, audience_name, register, register_talkers
from .wish import Wish, form_asked, read_wish, room_of

__all__ = [
    "FORMS",
    "Company",
    "Form",
    "FormTalk",
    "Part",
    "Wish",
    "audience_name",
    "form_asked",
    "read_wish",
    "register",
    "register_talkers",
    "room_of",
]
