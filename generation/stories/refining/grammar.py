"""The table of operations: what may be asked, as patterns over a clause, and which edit each of them is.

Patterns see quoted stretches as `⟦0⟧`. Their named groups become the edit's arguments (a trailing number is cut off:
a pattern may name `scene` twice). The order counts: the first that matches the whole clause wins.
"""

import re
from dataclasses import dataclass, field

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "opening": 1, "closing": -1, "final": -1, "last": -1,
}  # fmt: skip
TONES = {
    "warm": r"warm|warmer|friendl(?:y|ier)|kind|kinder|gentle|gentler|soft|softer|nice|nicer|welcoming|human|empathetic|"
    r"encouraging|sympathetic|personal|compassionate|tender|tenderer|caring|mellow|mellower",
    "hard": r"hard|harder|tough|tougher|cold|colder|cool|cooler|sharp|sharper|blunt|blunter|stern|sterner|harsh|harsher|"
    r"direct|pointed|edgier|firm|firmer|strict|stricter|aggressive|severe|cutting|biting|icy|icier|gruff|gruffer|brusque",
    "formal": r"formal|serious|executive|professional|official|authoritative|sober|businesslike|polished|stiff|stiffer|stuffy",
    "casual": r"casual|relaxed|informal|conversational|colloquial|chatty|chattier|laid-back|loose|looser|easygoing|natural",
    "brief": r"brief|briefer|terse|terser|concise|succinct|curt|laconic|short-spoken|shorter-spoken|snappy|snappier|"
    r"punchy|punchier|tight|tighter|crisp|crisper",
    "sceptical": r"s[kc]eptical|doubtful|critical|suspicious|questioning|wary|warier|cautious|probing|demanding",
    "calm": r"calm|calmer|slow|slower|quiet|quieter|measured|patient|thoughtful|reflective|reassuring",
    "lively": r"lively|livelier|energetic|enthusiastic|excited|upbeat|cheerful|playful|passionate|dynamic|urgent|faster|"
    r"optimistic|positive|confident|bold|bolder",
}
_TONE = "|".join(TONES.values())
_DEGREE = (
    r"(?:(?:sound|be|feel|come across(?: as)?|seem|speak|talk|a)\s+)?(?:(?P<degree>much more|far more|a (?:lot|bit|little) more|"
    r"even more|slightly more|more|much less|a (?:bit|little|lot) less|less|much|a bit|a little|a lot|far|even|slightly|not so|very|"
    r"rather)\s+)?"
)
_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)"
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|opening|closing|final|last|\d{1,2}(?:st|nd|rd|th))"
SCENE = (
    rf"(?:(?:the )?scene (?:no\.? ?|number |#)?{_NUMBER}|(?:the )?{_ORDINAL} scene|the opening|the ending|the finale|"
    r"(?:the )?(?!and )[\w'-]+(?: [\w'-]+){0,3} scene|(?:the )?scene (?:in|at|on|with|about|of|where|by) .{1,60}?)"
)
LINE = (
    rf"(?:(?:the )?(?:line|entry) (?:no\.? ?|number |#)?\d{{1,4}}|(?:the )?{_ORDINAL} (?:line|sentence)|(?:the )?(?:line|sentence|"
    r"bit|part|remark|question|passage) (?:about|with|on|where|that says|that mentions|saying|mentioning) .{1,80}?)"
)
# "a third", "20 percent", "half", "15 seconds"
_AMOUNT = (
    r"(?P<amount>(?:about |around |roughly |some )?(?:an? |one )?(?:third|quarter|half|fifth|tenth)|two[ -]thirds?|three[ -]quarters?|"
    r"\d{1,2}(?:\.\d)? ?(?:%|percent|per cent)|\d{1,4} ?(?:s|secs?|seconds?|minutes?|mins?)|(?:one|two|five|ten|fifteen|twenty|"
    r"thirty|a) (?:seconds?|minutes?))"
)
_SPAN = (
    r"(?P<span>(?:about |around |roughly |exactly )?(?:(?:\d{1,4}(?:\.\d)?|one|two|three|four|five|ten|fifteen|twenty|thirty|forty-?five|"
    r"forty|fifty|sixty|ninety|a)[ -]?(?:and a half[ -])?(?:s|secs?|seconds?|minutes?|mins?)(?: and (?:a half|\d{1,2} ?"
    r"(?:s|secs?|seconds?)))?|half a minute|\d{1,2}:\d\d))"
)
_IT = r"(?:it|this|that|everything|the (?:whole |entire )?(?:thing|piece|script|read|table read|film|story|screenplay|episode|podcast|show))"
_SLIGHT = r"(?P<slight>a bit|a little|slightly|somewhat|much|a lot|considerably|far|way|significantly)"
_DROP = (
    r"(?:drop|remove|cut out|cut|delete|lose|kill|omit|get rid of|take out|leave out|strip out|scrap|skip|eliminate|do without|"
    r"write out|exclude|ditch)"
)
_SILENCE = (
    r"(?:(?:do not|don't|never|stop|avoid|without|no longer) (?:mention(?:ing)?|talk(?:ing)? about|us(?:e|ing)|say(?:ing)?|"
    r"includ(?:e|ing)|refer(?:ring)? to)|remove (?:any|every|all) (?:mentions?|references?) (?:of|to)|no mention of|nothing about|"
    r"cut everything about|say nothing about)"
)
_PLACE_WORD = r"(?P<place>(?:the |an? )?[\w' -]{3,40}?)"
_END_WORD = r"(?P<edge>start|beginning|front|top|opening|end|back|bottom|close)"
_WANT = r"(?:(?:i|we)(?:'d| would)? (?:want|like|need|love))"
# Ways to ask for somebody more, and what may stand between them and the role.
_ADD = (
    rf"(?:add|introduce|bring in|include|insert|write in|create|give (?:it|us|me)|have|let there be|{_WANT}|"
    r"there (?:should|must|has to|needs to) be) (?:an?|another|one more|the)(?: (?:new|second|third|extra|additional))?"
    r"(?: (?:character|voice|speaker|person|role),? (?:an?|the))?"
)
_ROLE_PHRASE = r"(?P<role>[\w' -]{2,40}?)"
NAME = r"(?P<name>⟦\d+⟧|[^,;:]{1,60}?)"
_KIND = r"(?P<kind>figures?|numbers?|statistics|stats|data|quotes?|quotations?|voices|questions?)"


# Whom a word stands for, beside the names of the cast.
ROLES: dict[str, str] = {
    "narrator": r"narrator|narration|voice-?over|voice over|storyteller|reader",
    "host": r"host|hostess|presenter|moderator|interviewer|anchor|asker|facilitator|questioner|emcee|mc",
    "expert": r"expert|specialist|analyst|scientist|researcher|professor|engineer|doctor|believer|advocate|teller|guest|insider|proponent|"
    r"economist|historian|lawyer|teacher|consultant|proponent",
    "sceptic": r"s[kc]eptic|doubter|critic|opponent|devil's advocate|cynic|challenger|doubting thomas|contrarian",
    "witness": r"witness|customer|neighbour|neighbor|user|client|resident|bystander|eyewitness|local|employee|worker|owner|child|parent|"
    r"student|patient|citizen|fan|founder",
}
EVERYONE = re.compile(
    r"(?:everyone|everybody|all|all (?:of )?(?:them|the )?(?:characters|voices|speakers)?|(?:the )?(?:whole |entire )?(?:cast|script|piece|read|thing"
    r"|film|story|conversation|dialogue|table read|podcast)|it|them|both|each of them|the (?:characters|voices|speakers))",
    re.I,
)
# A rewrite from the sources.
FRESH = re.compile(
    r"(?:start (?:over|again|afresh|anew|from scratch)(?: (?:from|with) the sources?)?|(?:re-?write|re-?do|write) (?:it|this|everything|all of it|the (?:whole |entire )?"
    r"(?:script|piece|thing|read|screenplay|story))?\s*(?:again|anew|from scratch|from the sources?)?|re-?ground(?: it)?"
    r"|from scratch|go back to the sources?|restructure(?: it| the (?:script|story|piece))?|take (?:a|another) (?:different|new|fresh)"
    r" (?:angle|approach))",
    re.I,
)


@dataclass(frozen=True)
class Operation:
    """`fixed` are arguments that go without saying; `example` is printed to whoever asks for something else."""

    op: str
    patterns: tuple[re.Pattern[str], ...]
    example: str = ""
    fixed: dict[str, str] = field(default_factory=dict)


def _operation(op: str, *patterns: str, example: str = "", **fixed: str) -> Operation:
    return Operation(op, tuple(re.compile(p, re.I) for p in patterns), example, fixed)


OPERATIONS: tuple[Operation, ...] = (
    # ------------------------------------------------ scenes
    _operation(
        "merge",
        rf"(?:merge|combine|join|fuse) (?:the )?scenes? (?P<scene>{_NUMBER}) (?:and|with|into|to) (?:scene )?(?P<other>{_NUMBER})",
        rf"(?:merge|combine|join|fuse) (?P<scene>{SCENE}) (?:and|with|into|to) (?P<other>{SCENE})",
        r"(?:merge|combine|join) the (?P<scene>first|last) (?P<other>two) scenes",
        example="merge scenes 2 and 3",
    ),
    _operation(
        "swap",
        rf"(?:swap|switch|exchange|flip)(?: the order of| around)? (?:the )?scenes? (?P<scene>{_NUMBER}) (?:and|with|for) (?:scene )?"
        rf"(?P<other>{_NUMBER})",
        rf"(?:swap|switch|exchange|flip)(?: the order of)? (?P<scene>{SCENE}) (?:and|with|for) (?P<other>{SCENE})",
        r"(?:swap|switch|exchange)(?: the order of)? (?:the )?lines? (?P<line>\d{1,4}) (?:and|with) (?:line )?(?P<other>\d{1,4})",
        example="swap scenes 1 and 2",
    ),
    _operation("reverse", r"reverse (?:the )?(?:order(?: of (?:the )?scenes)?|scenes)"),
    _operation(
        "move",
        rf"(?:move|put|place|shift|bring) (?P<scene>{SCENE}) (?:right |all the way )?(?:to|at|towards?) the (?:very )?{_END_WORD}"
        r"(?: of .*)?",
        rf"(?:move|put|place|shift|bring) (?P<scene>{SCENE}) (?P<edge>first|last)",
        rf"(?:move|put|place|shift|bring) (?P<scene>{SCENE}) (?:right )?(?P<side>before|after|behind|in front of|ahead of) "
        rf"(?P<other>{SCENE})",
        rf"(?:move|put|place|shift) (?P<scene>{SCENE}) (?:to|in|at) (?:position|place|number|slot) (?P<position>{_NUMBER})",
        rf"(?:move|shift) (?P<scene>{SCENE}) (?P<step>up|down|earlier|later|forward|back)(?: (?:by )?one)?",
        rf"(?:move|put|place|shift) (?P<line>{LINE}) (?:to|at) the (?:very )?{_END_WORD}(?: of .*)?",
        rf"(?:move|put|place|shift) (?P<line>{LINE}) (?:right )?(?P<side>before|after|behind|in front of) (?P<other>{LINE})",
        example="move scene 3 to the start",
    ),
    _operation("move", rf"(?:start|begin|open|lead) (?:with|on|at|in) (?P<scene>{SCENE})", edge="start"),
    _operation("move", rf"(?:end|finish|close|conclude) (?:with|on|at|in) (?P<scene>{SCENE})", edge="end"),
    _operation(
        "shorten_scene",
        rf"(?:shorten|trim|tighten|condense) (?P<scene>{SCENE})(?: (?:by|to) {_AMOUNT})?",
        rf"make (?P<scene>{SCENE}) (?:{_AMOUNT} )?(?:a (?:bit|little) |much )?shorter",
        example="shorten scene 2",
    ),
    _operation(
        "set",
        rf"(?:set|make|play|put) (?P<scene>{SCENE}) (?:at|to|by|into|in the|during(?: the)?)? ?(?P<time>dawn|sunrise|morning|day|daytime|noon"
        r"|afternoon|dusk|sunset|evening|night|midnight)(?:time)?",
        rf"make (?P<scene>{SCENE}) (?:a (?:bit|little) |much )?(?:more )?(?P<mood>hopeful|tense|tenser|wistful|proud|curious|calm|calmer|sad"
        r"|dark|darker|happy|happier|warm|warmer|quiet|quieter)",
        rf"(?:set|stage|relocate|play) (?P<scene>{SCENE}) (?:in|at|on|to|inside) {_PLACE_WORD}",
        rf"change the (?:place|location|setting) of (?P<scene>{SCENE}) to {_PLACE_WORD}",
        example="set scene 2 at night",
    ),
    # ------------------------------------------------ who says what
    _operation(
        "give",
        rf"(?:give|assign|hand|pass) (?P<line>{LINE}) (?:over )?to (?P<who>.{{1,60}})",
        rf"(?:let|have) (?P<who>.{{1,60}}?) (?:say|read|speak|take|deliver) (?P<line>{LINE})",
        r"(?:give|assign|hand|pass) (?:all (?:of )?)?(?P<from>.{1,60}?)'s? (?:lines|part|words) (?:over )?to (?P<who>.{1,60})",
        r"(?:let|have) (?P<who>.{1,60}?) (?:say|read|speak|take|deliver) (?P<from>.{1,60}?)'s? (?:lines|part|words)",
        example="give line 4 to the host",
    ),
    _operation(
        "title",
        r"(?:change|set|switch|rename|make) the title(?: of .{1,40}?)? (?:to|into|be|read)? ?(?P<title>.+)",
        rf"(?:re-?title|entitle|title) (?:{_IT} )?(?:to |as |:)?(?P<title>.+)",
        rf"(?:call|name) {_IT} (?P<title>.+)",
        rf"rename {_IT} (?:to|as)? ?(?P<title>.+)",
        r"(?:the )?(?:new )?title(?: should be| must be| is)?[:=]? (?P<title>.+)",
        r"give it the title (?P<title>.+)",
        r"use (?P<title>.+) (?:as|for) the title",
        example='change the title to "A warm winter"',
    ),
    _operation(
        "rename",
        r"rename (?P<who>.{1,60}?) (?:to|as|into|=|->|→) " + NAME,
        r"change (?P<who>.{1,60}?)'s? name (?:to|into) " + NAME,
        r"change the name of (?P<who>.{1,60}?) (?:to|into) " + NAME,
        r"(?P<who>the [\w-]+|[\w.-]+(?: [\w-]+)?) (?:should be|must be|shall be|is|will be)(?: now)? (?:called|named) "
        + NAME,
        r"(?P<who>the [\w-]+) (?:becomes|is now|is to be) (?:called |named )?(?P<name>(?-i:[A-Z])[^,;:]{0,60}?)",
        r"give (?P<who>.{1,60}?) the name (?:of )?" + NAME,
        r"(?:call|name) (?P<who>the (?:first|second|third) \w+|the [\w-]+|⟦\d+⟧|[\w.-]+) (?P<name>⟦\d+⟧|[^,;:]{1,60}?)(?: instead)?",
        example="rename the host to Dana",
    ),
    # ------------------------------------------------ figures, quotes, questions
    _operation(
        "amount",
        rf"(?:use |add |include |have |give (?:me|us) |with |put in |work in |bring in |drop in |make it (?:have )?)?(?:some |a few |many |a lot )?"
        rf"(?P<dir>more|fewer|less) (?:hard )?(?:direct )?{_KIND}",
        rf"(?P<dir>add) (?:a |an |another |some |one more |a few )?(?:more )?(?:hard )?(?:direct )?{_KIND}",
        rf"(?P<dir>no|without|{_DROP}) (?:any |all |all the |all of the |most of the |some of the |some |the )?(?:hard )?{_KIND}",
        rf"(?:cut|tone|dial) (?P<dir>down)(?: on)? (?:the )?{_KIND}",
        rf"(?P<dir>reduce|increase) the (?:number|amount) of {_KIND}",
        rf"(?:there are )?(?P<dir>too many|not enough|too few) {_KIND}",
        example="fewer figures",
    ),
    # ------------------------------------------------ length
    _operation(
        "length",
        rf"(?:cut|shorten|trim|bring|get|condense|reduce|tighten|take)(?: {_IT})?(?: down)? to (?:(?:no|not) more than |under |at most )?{_SPAN}",
        rf"(?:make|keep) {_IT} (?:(?:no longer|not longer|no more|shorter|less) than |under |at most |last )?{_SPAN}(?: long)?",
        rf"(?:extend|lengthen|expand|stretch|bring|grow)(?: {_IT})?(?: up| out)? to {_SPAN}",
        rf"{_IT} (?:should|must|may) (?:be|last|run|take)(?: (?:no longer than|under|at most|about))? {_SPAN}(?: long)?",
        rf"{_SPAN}(?: long)?(?: please| max(?:imum)?| in all| total)?",
        rf"(?P<dir>cut|shorten|trim|reduce|condense|tighten)(?: {_IT})? (?:down )?by {_AMOUNT}",
        rf"(?P<dir>extend|lengthen|expand|stretch)(?: {_IT})? by {_AMOUNT}",
        rf"(?:make {_IT} )?(?P<dir>shorter|longer) by {_AMOUNT}",
        rf"make {_IT} {_AMOUNT} (?P<dir>shorter|longer)",
        rf"(?P<dir>cut|trim|shorten) {_AMOUNT}(?: (?:off|from|of) {_IT})?",
        rf"(?:make {_IT} )?(?P<dir>half|twice) (?:as|the) (?:long|length)",
        rf"(?P<dir>cut|trim|shorten|halve|double)(?: {_IT})?(?: in (?P<amount>half)| down)?(?: {_SLIGHT})?(?: the length)?",
        rf"(?P<dir>tighten|condense|extend|lengthen|expand)(?: {_IT})?(?: up| down)?(?: {_SLIGHT})?",
        rf"(?:make {_IT} |it should be )?(?:{_SLIGHT} )?(?P<dir>shorter|longer)",
        rf"{_IT} is (?:much |far |a bit |a little )?too (?P<dir>long|short)",
        example="make it a third shorter",
    ),
    # ------------------------------------------------ tone
    _operation(
        "tone",
        rf"(?:make|have|let|keep|get) (?P<who>.{{1,60}}?) {_DEGREE}(?P<tone>{_TONE})(?: (?:in tone|please|overall|throughout))?",
        rf"{_WANT} (?P<who>.{{1,60}}?) (?:to )?{_DEGREE}(?P<tone>{_TONE})",
        rf"(?P<who>(?:the )?[\w.'-]+(?: [\w.'-]+){{0,3}}?) (?:should|must|could|needs to|has to|might) {_DEGREE}(?P<tone>{_TONE})",
        rf"(?P<who>(?:the )?[\w.'-]+(?: [\w.'-]+){{0,2}}?) (?:is|sounds|feels|seems) (?P<degree>too|not) (?P<tone>{_TONE})(?: enough)?",
        rf"(?:give|lend) (?P<who>.{{1,60}}?) an? {_DEGREE}(?P<tone>{_TONE}) (?:tone|voice|manner|edge|register)",
        rf"(?:make|turn) the tone of (?P<who>.{{1,60}}?) {_DEGREE}(?P<tone>{_TONE})",
        rf"(?:make|turn) (?P<who>.{{1,60}}?)'s? (?:tone|voice|lines) {_DEGREE}(?P<tone>{_TONE})",
        rf"(?:use )?(?:an? )?{_DEGREE}(?P<tone>{_TONE})(?: (?:tone|voice|overall))?",
        example="make the sceptic warmer",
    ),
    _operation("tone", r"(?:soften|warm up|humanise|humanize|warm) (?P<who>.{1,60}?)(?: up)?", tone="warm"),
    _operation("tone", r"(?:toughen|harden|sharpen)(?: up)? (?P<who>.{1,60}?)(?: up)?", tone="hard"),
    _operation("tone", r"(?:loosen|relax)(?: up)? (?P<who>.{1,60}?)(?: up)?", tone="casual"),
    _operation("tone", r"(?:calm|slow)(?: down)? (?P<who>.{1,60}?)(?: down)?", tone="calm"),
    _operation("tone", r"(?:liven up|energi[sz]e|pep up) (?P<who>.{1,60}?)", tone="lively"),
    _operation(
        "tone",
        r"make (?P<who>.{1,60}?) (?:speak|talk|say) (?:less|shorter|in shorter (?:lines|sentences))",
        r"(?:shorten|trim) (?P<who>.{1,60}?)'s? (?:lines|part|answers|questions|speeches)",
        r"(?:make )?(?P<who>.{1,60}?)'s? (?:lines|answers|questions) shorter",
        tone="brief",
    ),
    # ------------------------------------------------ opening and ending
    _operation(
        "opening",
        r"(?:open|start|begin|lead)(?: off)?(?: it| the (?:piece|script|film|read))? (?:with|on|by) (?P<what>.+)",
        r"(?:change|rewrite|replace|redo|rework) the (?:opening|beginning|start|intro(?:duction)?|first line)(?: (?:to|with|into|by) (?P<what>.+))?",
        r"(?:use|add|write|find|give (?:it|me|us)) an?(?:other)? (?:different|new|better|stronger|other)?\s?(?:opening|beginning|start|intro)",
        r"make (?P<what>.+) the opening",
        example="open with a quote",
    ),
    _operation(
        "ending",
        r"(?:end|close|finish|conclude)(?: it| the (?:piece|script|film|read))? (?:with|on|by) (?P<what>.+)",
        r"(?:change|rewrite|replace|redo|rework) the (?:ending|end|close|closing|conclusion|outro|last line)(?: (?:to|with|into|by) (?P<what>.+))?",
        r"(?:use|add|write|find|give (?:it|me|us)) an?(?:other)? (?:different|new|better|stronger|other)?\s?(?:ending|conclusion|outro|close)",
        r"make (?P<what>.+) the ending",
        example="end with a question",
    ),
    # ------------------------------------------------ cast
    _operation(
        "mention",
        r"(?:mention|bring up|work in|touch on|cover|talk (?:more )?about|say (?:more|something) (?:about|on)|tell (?:more|us more) (?:about|of)) "
        r"(?P<topic>.+)",
        r"(?:add|include|insert|put in) (?:an? |some |another )?(?:line|lines|sentence|something|detail|details|word|bit|passage|fact|facts|quote|"
        r"figure|scene|section|more)s? (?:about|on|from|by|of) (?P<topic>.+)",
        r"(?:give (?:me|us) )?more (?:about|on|of|from) (?P<topic>.+)",
        r"(?:focus|concentrate|dwell|elaborate|expand)(?: it)?(?: more)? (?:on|about) (?P<topic>.+)",
        r"(?:emphasi[sz]e|stress|highlight|underline|feature) (?P<topic>.+)",
        r"(?:put|lay) (?:more )?(?:emphasis|stress|weight) on (?P<topic>.+)",
        example="say more about the price",
    ),
    _operation(
        "add",
        rf"{_ADD} {_ROLE_PHRASE},? "
        r"(?:called|named|by the name of) " + NAME + r"(?:,? (?:who|that|to|which) (?P<topic>.{1,120}))?",
        rf"{_ADD} {_ROLE_PHRASE}(?: again| back)?(?:,? (?:who|that|which) (?P<topic>.{{1,120}}))?",
        r"(?:add|introduce|bring in) (?P<name>(?-i:[A-Z])[\w.-]*(?: (?-i:[A-Z])[\w.-]*){0,3}),?(?: who is)? (?:as )?(?:an?|the) (?P<role>[\w' -]{2,40}?)",
        r"(?:use|with|have) an? (?P<role>narrator|s[kc]eptic|host|expert)",
        r"(?:add|bring back|include|use|restore) (?P<role>narration|the narrator)",
        example="add a sceptic",
    ),
    # ------------------------------------------------ words
    _operation(
        "replace",
        r"(?:replace|substitute|swap|exchange)(?: the (?:word|words|phrase|term))? (?P<old>.{1,120}?) (?:with|by|for|through) (?P<new>.{1,200})",
        r"(?:change|turn)(?: the (?:word|words|phrase|term))? (?P<old>⟦\d+⟧|.{1,60}?) (?:to|into) (?P<new>⟦\d+⟧|.{1,60})",
        r"(?:say|use|write|put) (?P<new>⟦\d+⟧|.{1,60}?) (?:instead of|rather than|in place of|for) (?P<old>⟦\d+⟧|.{1,60})",
        r"instead of (?P<old>⟦\d+⟧|.{1,60}?),? (?:say|use|write) (?P<new>⟦\d+⟧|.{1,60})",
        r"(?P<old>⟦\d+⟧|[\w' -]{1,60}?) ?(?:->|→|=>) ?(?P<new>⟦\d+⟧|[\w' -]{1,60})",
        example='replace "heat network" with "warm water grid"',
    ),
    _operation(
        "omit", rf"{_SILENCE} (?:the (?:word|words|phrase|term) )?(?P<topic>.+)", example="do not mention the vote"
    ),
    _operation(
        "drop",
        rf"{_DROP} (?P<what>.{{1,100}}?)(?: (?:altogether|entirely|completely|from (?:it|the script|the piece)))?",
        r"(?:no|without|lose) (?:more )?(?:an? |the |any )?(?P<what>.{1,60}?)",
        r"(?P<what>.{1,60}?) (?:should|must) go",
        r"(?:it|this) (?:needs|should have) no (?P<what>.{1,60})",
        rf"(?:let there be|there (?:should|must) be|{_WANT}) no (?:more )?(?P<what>.{{1,60}}?)",
        example="drop the narrator",
    ),
    _operation("drop", r"make it narrator-?(?:free|less)|narrator-?(?:free|less)", what="the narrator"),
)


def can_ask() -> str:
    """Examples of all that can be asked, as one line."""
    return "; ".join(dict.fromkeys(operation.example for operation in OPERATIONS if operation.example))
