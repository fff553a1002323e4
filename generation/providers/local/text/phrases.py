"""The phrase book: connectives that state no fact, by what they do (their cue) and by the tone they are said in."""

import re
from collections.abc import Container
from random import Random
from typing import Literal

from .form_phrases import BOOK as FORMS_BOOK

Register = Literal["plain", "warm", "formal", "playful", "urgent", "blunt"]

_TONES: tuple[tuple[Register, str], ...] = (
    ("blunt", r"s[ck]eptic\w*|critical\w*|blunt|direct|confrontational|provocative|suspicious|hostile|hard|dry|gruff"),
    ("playful", r"playful|light|witty|funny|humou?r\w*|cheeky|fun|quirky|cheerful|casual|lively"),
    ("urgent", r"urgent|dramatic|tense|gripping|energetic|intense|breathless|fast"),
    ("formal", r"formal|executive|professional|authoritative|serious|sober|analytical|academic|neutral|institutional"),
    ("warm", r"warm\w*|friendly|tender|intimate|heartfelt|caring|hopeful|gentle|inspiring|kind\w*|optimistic|personal"),
)

# cue: register = phrase | phrase. What a register lacks is said in the plain one.
_BOOK = """
more: plain = Go on. | And beyond that? | What else? | Then what? | Keep going.
more: warm = I would love to hear more. | Tell me the rest. | And what else?
more: formal = Please continue. | What else is on record? | What should be added?
more: playful = Do not stop now. | There is more, I can tell. | Oh, go on.
more: urgent = And then? | Quickly, what else? | Keep going.
more: blunt = Go on, then. | And? | I am still listening. | Is that all?
when: plain = When is that? | When does it happen? | What are the dates?
when: formal = What is the timetable? | On which dates?
when: playful = So, when do I set my alarm? | When, though?
when: urgent = When? | How soon?
when: blunt = And when, exactly? | Give me a date.
action: plain = What can a listener do? | How can people take part? | What should people do?
action: warm = And if somebody wants to help? | How can I be part of this?
action: formal = What is being asked of people? | What action is open to the public?
action: playful = So where do I sign? | What is my part in this?
action: urgent = What has to be done? | What do people need to do now?
action: blunt = And what is one supposed to do? | What do you want from me?
money: plain = Who paid for it? | Where does the money come from? | How is it paid for?
money: formal = How is it funded? | What are the sources of the money?
money: playful = And who picked up the bill? | Follow the money for me.
money: blunt = And who paid? | Whose money was it? | Who picks up the bill?
price: plain = What does it cost? | What is the price of that? | How much money is that?
price: formal = What are the costs? | At what cost?
price: playful = Now the bit with the bill? | And the damage?
price: blunt = At what price? | And the bill?
decision: plain = What has to be decided? | What is still open? | Who decides?
decision: formal = Which decision is pending? | What remains to be decided?
decision: urgent = What hangs on this? | What is about to be decided?
decision: blunt = And that is settled? | So nothing is decided?
setback: plain = What stood in the way? | What went wrong? | Where did it get hard?
setback: warm = Was it hard? | What was the hardest part?
setback: formal = Which difficulties arose? | What were the obstacles?
setback: playful = And now for the mishaps? | Where did it all go sideways?
setback: urgent = What happened then? | What broke?
setback: blunt = So it did not go smoothly? | And what went wrong?
limits: plain = Where are the limits? | How far does it go? | Where does it stop?
limits: warm = And where does it fall short?
limits: formal = What are the limitations? | Within which limits?
limits: playful = And the small print? | Where does the fun stop?
limits: blunt = So where does it fail? | What are you not saying?
doubt: plain = What should make us careful? | And the doubts? | How sure is that?
doubt: warm = What still worries people? | And where is the worry?
doubt: formal = What caveats apply? | How certain is this?
doubt: playful = What is the catch? | Too good to be true?
doubt: urgent = What could go wrong? | How bad is it?
doubt: blunt = How sure is anybody? | Where is the catch? | Prove it.
next: plain = What happens next? | Where does it go from here? | What is planned?
next: warm = And what comes next? | What is everyone hoping for now?
next: formal = What are the next steps? | What is planned from here?
next: playful = And the sequel? | What is up next?
next: urgent = What now? | What comes next?
next: blunt = And after that? | What is actually promised?
origin: plain = How did it begin? | Where does this start? | What set it off?
origin: warm = Take me back. How did it start? | Where did the idea come from?
origin: formal = What is the background? | How did this come about?
origin: playful = And the origin story? | Once upon a time, then?
origin: urgent = How did it come to this? | What set this off?
origin: blunt = Whose idea was that? | And how did anyone get here?
method: plain = How do they know? | How was that found out? | How do you test that?
method: formal = How was this established? | By which method?
method: playful = And how does one find that out? | Who sat there and counted?
method: blunt = How would anyone know? | Measured how?
together: plain = Who was part of it? | Who helped? | Who is behind it?
together: warm = Who came together for this? | Who lent a hand?
together: formal = Which parties were involved? | Who took part?
together: blunt = And who did the work? | Who, exactly?
mechanism: plain = How does it work? | What happens, exactly? | How does that go in practice?
mechanism: warm = Can you show me how that goes? | Walk me through it.
mechanism: formal = How does it operate? | What is the procedure?
mechanism: playful = All right, open the lid. How does it work? | And what makes it tick?
mechanism: blunt = That works how, exactly? | In plain words, how?
difference: plain = How much of a difference is that? | What changed in numbers?
difference: formal = What is the measured difference? | How large is the change?
difference: playful = Is that a lot? | And on the scoreboard?
difference: blunt = Can you put a number on it? | Show me the difference.
scale: plain = How big is this? | Give me a sense of scale. | What is the number to remember?
scale: warm = How many people is that? | Help me picture it.
scale: formal = What is the scale? | What are the figures?
scale: playful = Numbers, please. | How big is big?
scale: urgent = How big is this? | Give me the number.
scale: blunt = Give me a number. | How many, exactly?
news: plain = So what has happened? | What is this about? | What is new here?
news: warm = Tell me, what has happened? | What is the good part?
news: formal = What is the matter at hand? | What has been announced?
news: playful = So, what is all the fuss? | What did I miss?
news: urgent = What is going on? | What has just happened?
news: blunt = And what is the claim? | So what happened? | What are we talking about?
person: plain = Who is at the heart of this? | Who should we know about?
person: warm = Tell me about the people. | Who is in the middle of it?
person: formal = Who are the persons concerned? | Who is involved?
person: blunt = And who stands for it? | Says who?
voice: plain = And what do people say? | Who can tell us first hand? | How does it look from up close?
voice: warm = I want to hear it from somebody who was there. | Let somebody speak who knows.
voice: formal = Is there testimony? | What do those concerned say?
voice: playful = Enough from us. | Over to somebody who knows.
voice: urgent = Who was there? | Let us hear it.
voice: blunt = Who says that? | I want to hear it from them.
puzzle: plain = What was the question? | What did they want to find out?
puzzle: formal = What was the research question? | What did the study ask?
puzzle: playful = What was the riddle? | What were they so curious about?
puzzle: blunt = What is the question, even? | Why look at this at all?
finding: plain = And what came out? | What did they find? | And the result?
finding: formal = What were the results? | What does the evidence show?
finding: playful = Drum roll. What was it? | And? What came out?
finding: blunt = And the result? | What did they actually find?
hour: plain = What is it like there? | Set the scene for me. | What would I see there?
hour: playful = Paint me a picture. | Where are we?
hour: blunt = Where are we? | What is there to see?
history: plain = What is the history? | How did it get here? | What came before?
history: warm = What is the story behind it? | How did it all come about?
history: blunt = Since when? | And before that?
work: plain = What does a normal week look like? | What goes on there? | What is the daily work?
work: playful = And on an ordinary day? | What keeps everyone busy?
work: blunt = And what do they do all day? | What is actually done there?
result: plain = What is the promise? | What does one end up with?
result: playful = What do I get at the end?
result: blunt = What is it good for?
steps: plain = So how is it done? | Where do you begin? | What is the first move?
steps: warm = Show me how. | Where do we begin?
steps: formal = What is the sequence? | Which steps are required?
steps: playful = Sleeves up. Where do we start? | What first?
steps: blunt = Show me. | And how?
upshot: plain = And in one sentence? | What is the upshot? | What should stay with us?
upshot: formal = What is the conclusion? | In summary?
upshot: playful = And the moral of it? | Give it to me in a nutshell.
upshot: blunt = And in short? | So what?
open_end: plain = One question stays open. | Which leaves a question. | I am left with one question.
open_end: warm = One thing I would still love to know. | I keep wondering about one thing.
open_end: formal = One question remains. | One point remains open.
open_end: playful = One question before we go. | And the cliffhanger.
open_end: blunt = I still have a question. | That does not answer everything.
step: plain = Then? | And after that? | Next? | What comes then? | And now?
step: warm = And then? | What comes next?
step: playful = Done. Next? | And now? | Then?
step: blunt = Then? | And? | Next.
items: plain = What is in it? | What changes for people? | What is on the list?
items: blunt = And what is in it? | What does one get?
turn: plain = When did it turn? | What changed things? | Where was the turning point?
turn: urgent = And then it turned? | What changed everything?
turn: blunt = And then? | When did that change?
why: plain = Why? | Why is that? | How come?
why: formal = For what reason? | What is the reason?
why: playful = How so? | Why on earth?
why: blunt = Because? | Why?
source: plain = Where does that figure come from? | How is that known? | According to whom?
source: formal = What is the source? | On whose authority?
source: playful = Who did the sums? | Says who?
source: blunt = Says who? | According to whom?
but: plain = But? | There is a but, is there not? | And the other side?
but: warm = But there is something else? | But?
but: formal = With which reservation? | And the qualification?
but: blunt = But what? | And the other half?
challenge: plain = Now the part I do not trust yet. | Let me stop you there. | There has to be a but.
challenge: warm = Allow me one worry. | May I be honest for a moment?
challenge: formal = I have an objection. | One reservation, for the record.
challenge: playful = Hold on. | Wait, wait. | Not so fast.
challenge: urgent = Stop. | Wait. | Hold on a second.
challenge: blunt = That sounds too smooth. | I do not buy it yet. | Let me stop you there. | Easy to say.
challenge: blunt = Not so quick. | Somebody has to ask. | I would want to see that.
concession: plain = That has to be said. | Fair. | Point taken.
concession: warm = You are right to bring that up. | Yes. That matters.
concession: formal = That is correct. | Agreed.
concession: playful = All right, you got me. | Touché.
concession: urgent = I know. | Yes.
concession: blunt = True. | Granted.
bridge_doubt: plain = Now the other side. | That is not all of it. | Here it gets harder. | There is a reverse side.
bridge_doubt: plain = Stay with the hard part for a moment. | It has to be weighed against this.
bridge_doubt: plain = One thing stands against it. | And yet.
bridge_doubt: warm = And now the part that is harder to tell. | Something has to be added, in fairness.
bridge_doubt: formal = The limits belong to the record. | A reservation follows.
bridge_doubt: playful = And now for the small print. | Cue the complications.
bridge_doubt: urgent = And here is the danger. | Now listen closely.
bridge_doubt: blunt = Now the catch. | Here is the catch.
bridge_origin: plain = Go back to the beginning. | First, how it came to this. | It starts earlier.
bridge_origin: plain = Turn back a few pages. | Every answer has a before. | Where does it come from?
bridge_origin: warm = It begins with people. | Let me take you back.
bridge_origin: formal = First, the background. | The background is this.
bridge_origin: playful = Rewind. | Every story needs a beginning.
bridge_origin: urgent = How did it come to this? | Go back.
bridge_origin: blunt = Where it comes from. | The beginning.
bridge_next: plain = And from here? | Now look ahead. | What comes next?
bridge_next: plain = The calendar goes on. | It does not end here.
bridge_next: warm = And this is where the hope lies. | Now look ahead.
bridge_next: formal = The next steps. | What follows from here.
bridge_next: playful = And the next chapter? | Coming up.
bridge_next: urgent = And now? | What comes next will count.
bridge_next: blunt = What is promised. | And now?
bridge_how: plain = Here is how it goes. | Look at it more closely. | So how does that go?
bridge_how: plain = Step by step. | Follow it from the start. | Up close it looks like this.
bridge_how: formal = In detail. | The procedure is as follows.
bridge_how: playful = Look under the lid. | Time for a closer look.
bridge_how: blunt = How, exactly? | In plain words.
bridge_figure: plain = One number to hold on to. | Remember this number. | In figures.
bridge_figure: plain = The count. | Listen to the size of it.
bridge_figure: formal = The figures. | On the figures.
bridge_figure: playful = Pencils ready. | Here comes a number.
bridge_figure: urgent = Hear this number. | Look at the number.
bridge_figure: blunt = The number. | In numbers.
story_want: plain = What sets it going? | So that is the picture. What happens? | Who comes?
story_obstacle: plain = It cannot be that simple. | What is in the way? | And then?
story_turn: plain = And here it turns. | What is behind it? | Go on. I want to know.
story_end: plain = How does it end? | And the end? | Read me the end.
"""


def _read_book() -> dict[str, dict[str, tuple[str, ...]]]:
    book: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in (_BOOK.strip() + "\n" + FORMS_BOOK.strip()).splitlines():
        head, _, phrases = row.partition(" = ")
        cue, _, register = head.partition(": ")
        known = book.setdefault(cue, {}).get(register, ())
        book[cue][register] = (*known, *(phrase.strip() for phrase in phrases.split("|")))
    return book


BOOK = _read_book()
_CUE_OF = {phrase: cue for cue, by_register in BOOK.items() for phrases in by_register.values() for phrase in phrases}


def register_of(*wishes: str) -> Register:
    """The register that a tone in free words asks for; the first wish that names one decides, else plain."""
    for wish in wishes:
        for register, pattern in _TONES:
            if re.search(rf"\b(?:{pattern})\b", wish, re.I):
                return register
    return "plain"


def options(cue: str, register: Register) -> tuple[str, ...]:
    """Phrases for a cue in this register, else in the plain one; empty for a cue that the book does not have."""
    by_register = BOOK.get(cue, {})
    return by_register.get(register) or by_register.get("plain", ())


def pick(cue: str, register: Register, rng: Random, said: Container[str]) -> str | None:
    """A phrase not yet said, in the register or else in the plain one; None when all have been said."""
    for choices in (options(cue, register), options(cue, "plain")):
        fresh = [phrase for phrase in choices if phrase not in said]
        if fresh:
            return rng.choice(fresh)
    return None


def cue_of(text: str) -> str:
    """The cue of a phrase that stands in the book, "" for any other text."""
    return _CUE_OF.get(text, "")
