"""What the parts of a form say to hold it together. Like the rest of the phrase book it states no fact."""

# cue: register = phrase | phrase, as in `phrases`. `_open` and `_close` frame the whole, `_for` and `_against` open a
# side, `_again` brings back who was heard before, `_after` follows a quote.
BOOK = """
courtroom_open: plain = The court is in session. | All rise. The court will hear the matter.
courtroom_for: plain = I will show it by the evidence. | I open with the evidence.
courtroom_against: plain = The other side has the floor. | The court will now hear what stands against it.
courtroom_after: plain = No further questions. | The witness may step down. | That goes on the record.
courtroom_again: plain = I recall {who}. | Back to the witness {who}.
courtroom_close: plain = The court has heard both sides. The verdict is the listener's.
courtroom_close: plain = You have heard the case. Judge for yourselves.
courtroom_unopposed: plain = The other side may question it.
debate_open: plain = Two sides, one matter. Let us begin. | Each side gets its turn. The floor is open.
debate_for: plain = I speak for it. | Let me make the case.
debate_against: plain = And now the other side. | I speak against.
debate_against: plain = Granted. But hear this. | That is half of it. | Fine words. Look here.
debate_back: plain = I hear that. And still. | That does not undo this. | Noted. Now back to what stands. | Even so.
debate_again: plain = {who} once more. | Again {who}.
debate_close: plain = Both sides have spoken. What do you say? | There the debate rests. Decide for yourselves.
debate_unopposed: plain = And the other side?
panel_open: plain = Welcome. One subject, and a table full of people to take it apart. | Let us go round the table.
panel_against: plain = Somebody here has not nodded once. | And where is the doubt at this table?
panel_again: plain = {who} again. | Back to {who}.
panel_close: plain = We leave it there. Thank you all. | The table thanks you for listening.
interview_open: plain = Thank you for being here. Let us begin. | Good to have you here. Straight to it.
interview_again: plain = {who} again. | Once more {who}.
interview_close: plain = Thank you for your answers. | We leave it there. Thank you.
letter_open: plain = Dear {whom}, let me tell you what I have read. | Dear {whom}, I want to pass something on to you.
letter_how: plain = You will ask how it goes. | How, you will wonder.
letter_origin: plain = Let me begin further back. | You should know where it comes from.
letter_doubt: plain = I must not hide the other side from you. | And yet, I would not be honest if I stopped there.
letter_next: plain = And what comes now, you ask. | Now look ahead with me.
letter_figure: plain = I underline one thing. | Mark this.
letter_again: plain = And once more {who}. | {who} again, for you.
letter_close: plain = That is all that I know of it. With kind regards. | I close here. Yours truly.
radio_play_open: plain = You are listening to a play for voices. | A play for voices. Lights out.
radio_play_again: plain = That is {who} again. | Listen, {who}.
radio_play_close: plain = The end. | So ends the play.
bulletin_open: plain = Good evening. Here is the news. | This is the news.
bulletin_report: plain = Our reporter has more. | Over to our reporter.
bulletin_against: plain = What else must be said. | There is another side to the report.
bulletin_again: plain = {who} again. | Once more {who}.
bulletin_last: plain = Back to the studio. | And with that, back to you.
bulletin_close: plain = That was the news. | Those were the headlines.
lecture_open: plain = Good evening. One subject, point by point. | Let me take you through it.
lecture_against: plain = Now the objection. | Here I have to contradict myself.
lecture_again: plain = {who} once more. | Again {who}.
lecture_close: plain = Thank you for listening. | That is my point. Thank you.
"""

COUNTS = ("First.", "Second.", "Third.", "Fourth.", "Fifth.", "Sixth.", "Seventh.", "Eighth.")
SCENES = ("Scene one.", "Scene two.", "Scene three.", "Scene four.", "Scene five.", "Scene six.", "Scene seven.",
          "Scene eight.", "Scene nine.", "Scene ten.")  # fmt: skip
