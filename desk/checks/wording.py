"""Guards wording: words that promise more than studies can, sell, blame, or could be taken for advice.

A word is fine where the sentence denies or doubts it ("no cure", "ads claim"), asks it, or has it between quotation
marks as a word under discussion. A single case is allowed by a comment; see the allowance family.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem


@dataclass(frozen=True, eq=False)
class Rule:
    """One kind of wording. `stems`: without one of them in small letters, `risky` cannot match.

    `fine` is what else in the sentence, or in the words before the match, makes it fine. `denied`, `doubted`, `asked`
    and `quoted` say which of the common ways out hold.
    """

    name: str
    stems: tuple[str, ...]
    risky: re.Pattern[str]
    fine: re.Pattern[str] | None = None
    denied: bool = True
    doubted: bool = True
    asked: bool = True
    quoted: bool = True
    cited: bool = False


def _re(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_KETAMINE: Final = (
    r"(?:ketamine|infusions?|lozenges?|troches?|drips?|treatments?|therap(?:y|ies)|it|this|they|clinics?)"
)
_ILLS: Final = r"(?:migraines?|depression|pain|headaches?|anxiety|ptsd|illness|disease|suffering|symptoms|attacks)"
_PLACES: Final = (
    r"(?:clinics?|cent(?:er|re)s?|providers?|practices?|teams?|doctors?|specialists?|experts?|hospitals?|care)"
)
_MONEY: Final = r"(?:\$\s?\d+(?:[.,]\d+)*|\b\d+(?:[.,]\d+)*\s?(?:dollars|USD)\b)"
_AMOUNT: Final = (
    r"(?:\d[\d,.]*(?:\s?(?:--|-|to|\u2013)\s?\d[\d,.]*)?\s?(?:mg|mcg|ml|milligrams?|micrograms?|g|grams?)\b|"
    r"(?:a|the|your|one)\s+(?:\w+\s+){0,2}dose\b|(?:your|the) dose\b|\d+ (?:lozenges?|sprays?"
    r"|puffs?|tablets?|troches?)\b"
    r"|(?:one|two|three|four|half a) (?:lozenges?|sprays?|puffs?|tablets?|troches?)\b)"
)
RULES: Final = (
    Rule(
        "cure",
        (
            "cure",
            "curing",
            "curative",
            "heal ",
            "heals",
            "healed",
            "healing",
            "permanent",
            "forever",
            "for good",
            "pain-free",
            "migraine-free",
            "eliminat",
            "eradicat",
        ),
        _re(
            r"\bcur(?:e|es|ed|ing|ative)\b",
            r"\bheal(?:s|ed|ing)?\s+(?:\w+\s+){0,3}(?:brain|mind|trauma|nerves?|"
            rf"nervous|body|soul|depression|{_ILLS})\b",
            r"\b(?:brain|mind|trauma|nerves?)\s+(?:\w+\s+)?heal(?:s|ed|ing)\b",
            rf"\b(?:permanent|permanently|forever|for good)\b(?=[^.?!]*\b(?:relief|end|ends|free|gone|stops?|remission|"
            rf"results?|{_ILLS})\b)",
            rf"\b(?:relief|end|ends|ended|free|gone|stops?|stopped|disappears?|{_ILLS})\b[^.?!]"
            r"{0,40}\b(?:permanently|forever|for good)\b",
            r"\b(?:pain|migraine|headache|depression|symptom)-free (?:for "
            r"life|forever|life|living|again)\b",
            rf"\b(?:eliminat|eradicat)(?:e|es|ed|ing)\s+(?:\w+\s+){{0,3}}{_ILLS}\b",
        ),
        _re(
            r"\b(?:heal(?:s|ed|ing)? (?:wounds?|cuts?|bones?)|secure|wounds? heal)\b",
            r"\bprocure|\bcures? (?:is|are|was|has|remains?) (?:not|never|still|far|yet|unknown|out of)\b",
        ),
    ),
    Rule(
        "brain",
        (
            "rewir",
            "reset",
            "reboot",
            "reprogram",
            "repair",
            "regrow",
            "hardwir",
            "unlock",
            "restor",
            "rebuild",
            "re-wir",
        ),
        _re(
            r"\bre-?wir(?:e|es|ed|ing)\b",
            r"\b(?:re-?set(?:s|ting)?|re-?boot(?:s|ed|ing)?|re-?program(?:s|med|ming)?|"
            r"repair(?:s|ed|ing)?|regrow(?:s|ing)?|restor(?:e|es|ed|ing)|rebuild(?:s|ing)?|unlock(?:s"
            r"|ed|ing)?)\s+(?:\w+\s+)"
            r"{0,4}(?:brain|mind|nervous|nerves?|neural|neurons?|circuit\w*|pathways?|pain (?:system"
            r"|signals?)|synapses?|"
            r"mood|chemistry)\b",
            r"\b(?:brain|mind|nervous system|neural)\W+(?:\w+\s+){0,2}(?:re-?set|re-?boot)(?:s|ting"
            r"|ed)?\b",
            r"\b(?:reset|reboot) (?:button|switch)\b",
        ),
    ),
    Rule(
        "hype",
        (
            "breakthrough",
            "miracl",
            "miracul",
            "life-chang",
            "life chang",
            "game-chang",
            "game chang",
            "revolution",
            "groundbreak",
            "ground-break",
            "wonder",
            "magic",
            "holistic",
            "amazing",
            "incredibl",
            "cutting-edge",
            "cutting edge",
            "transform",
            "astonish",
            "remarkabl",
            "unprecedented",
            "silver bullet",
            "instant",
            "spectacular",
            "unparallel",
            "state-of-the-art",
            "next-generation",
            "extraordinar",
            "astound",
        ),
        _re(
            r"\bbreakthroughs?\b",
            r"\bmiracl\w*|\bmiraculous\w*",
            r"\b(?:life|game)[- ]chang(?:ing|er|ers)\b",
            r"\brevolution(?:ary|iz\w+)\b",
            r"\bground-?breaking\b",
            r"\bwonder(?:[ -](?:drug|cure|medicine|treatment))s?\b",
            r"\bmagic(?:al(?:ly)?)?\b",
            r"\bholistic(?:ally)?\b",
            r"\bamazing(?:ly)?\b",
            r"\bincredibl[ey]\b",
            r"\bcutting[- ]edge\b",
            r"\btransform(?:s|ed|ing|ative|ational)?\s+(?:\w+\s+){0,2}(?:life|lives|mind|health"
            r"|care)\b",
            r"\btransformative\b",
            r"\bastonishing(?:ly)?\b|\bastounding(?:ly)?\b",
            r"\bunprecedented\b",
            r"\bsilver bullet\b",
            r"\binstant(?:ly|aneous\w*)?\s+(?:\w+\s+){0,3}(?:relie\w+|result\w*|eas\w+|lift\w*|better"
            r"|work\w*|feel\w*|effect\w*)\b",
            r"\b(?:works?|lifts?|eases?|relieves?|stops?)\b[^.?!]{0,30}\binstantly\b",
            r"\bspectacular(?:ly)?\b",
            r"\bunparalleled\b",
            r"\bstate-of-the-art\b",
            r"\bnext-generation (?:treatment|therapy|medicine)\b",
            rf"\bremarkabl[ey] (?:results?|effective|relief|{_KETAMINE}|recover\w+|drug)\b",
            r"\bextraordinary (?:results?|relief)\b",
        ),
        _re(
            r"\bbreakthrough (?:(?:cancer )?pain|bleeding|seizures?|symptoms?|infections?"
            r"|therapy (?:status|designation|label))\b",
            r"\bmagic mushrooms?\b",
            r"\bmagic(?:al)? thinking\b",
            r"\bnon-?holistic\b",
        ),
    ),
    Rule(
        "proven",
        ("prove", "proof"),
        _re(
            r"\b(?:well-|clinically |scientifically )?proven\b",
            r"\b(?:has|have|had|was|were|been|is|are) (?:\w+ly )?proved\b",
            r"\b(?:proves?|proved) (?:that|ketamine|it|its|how (?:well|much))\b",
            r"\bproof that\b(?=[^.?!]*\bwork)",
            r"\b(?:definitive|solid|clear|strong|scientific) proof\b",
        ),
        _re(
            r"\bunproven\b",
            r"\bproven (?:wrong|otherwise|false)\b",
            r"\bprove[sd]? (?:hard|difficult|useful|too)\b",
            r"\b(?:yet|still|remains?|remain) to be prove[nd]\b",
            r"\b(?:need|needs|want|hope|try|tries|trying|designed|able|burden)\b"
            r"[^.?!]{0,25}\b(?:prove|proof)",
            r"\b(?:before|until|unless|if|for lack of) [^.?!]{0,40}\b(?:prove|proof)",
        ),
    ),
    Rule(
        "safe",
        (
            "safe",
            "harmless",
            "risk-free",
            "risk free",
            "no risk",
            "no real",
            "no known",
            "no serious",
            "no long-term",
            "zero r",
            "zero d",
            "zero h",
            "without ",
            "no danger",
            "no harm",
        ),
        _re(
            r"(?<!un)(?<!fail-)\bsafe\b(?!-)(?! ?(?:ty|guard|keeping))",
            r"\bsafest\b",
            r"\bharmless\b",
            r"\brisk[- ]free\b",
            r"\b(?:no|zero|without(?: any)?) (?:real |known |serious |long-term )?(?:risks?|dangers?|harms?)\b",
            r"\b(?:can|may|could) safely\b",
            r"\bsafely (?:treat|eas|reliev|stop|us(?:e|ed)\b|tak(?:e|en))\w*",
            r"\b(?:totally|completely|perfectly|entirely|very|extremely|incredibly) safe\b",
            r"\bsafer (?:than|and)\b",
        ),
        _re(
            r"\bsafe (?:place|places|home|ride|distance|storage|way home|side|room|space|hands)\b",
            r"\b(?:stay|stays|keep|keeps|kept|keeping|feel|feels|felt|feeling|be|are you|you are"
            r"|make sure you are|get|get home|"
            r"arrive|arrived|remain) (?:\w+ ){0,2}safe\b(?! (?:and effective|for (?:most|every|all)))",
            r"\bsafe to (?:drive|walk|stand|leave|go|eat|drink|stop|use (?:a|the) (?:stairs|machine))\b",
            r"\bhow safe\b|\bas safe as\b|\bsafe(?:ly)? enough\b"
            r"|\b(?:un)?safe(?:ly)?,? or (?:un)?safe\b|\bsafe or (?:not|harmful)\b",
            r"\bsafe\b[^.?!]{0,30}\b(?:in|for|over|among|across|up to) (?:the |these |those |all "
            r"|this |that |its |a |an |one |most "
            r"of the )?(?:\w+ ){0,2}(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve"
            r"|short|small|study|trial|short-term)\b",
            r"\b(?:looked|seemed|appeared|appears|seems|found to be|judged|considered|counted as"
            r"|rated) (?:\w+ ){0,2}safe\b[^.?!]{0,40}"
            r"\b(?:in|for|over|among|across|during|with|under|when|by)\b",
            r"\bsafe\b[^.?!]{0,40}\b(?:is|remains|are) (?:still )?(?:unknown|unclear|uncertain|open"
            r"|in doubt|not known|a question)\b",
            r"\b(?:unknown|unclear|uncertain|not known|open question|no one knows|nobody knows|yet to"
            r"|test|tests|tested|learn|find "
            r"out|know|prove|show|judge|judges|judged|decide|decides|check|checks|ask|asks|doubt"
            r"|study|sure|question|evidence)\b"
            r"[^.?!]{0,40}\bsafe(?:r|st|ly)?\b",
            r"\b(?:get|go|travel|store|stored|kept?|keep|dispose|throw|thrown|lie|sit|walk|stop|lower"
            r"|taper)\s+(?:\w+\s+){0,4}safely\b",
            r"\b(?:so|to) (?:that )?(?:you|they|we|people|doctors|staff) can safely\b",
            r"\bcan safely (?:drive|skip|stop reading|ignore|leave)\b",
            r"\bsafely (?:stored|home|discharged)\b",
            r"\b(?:no|any) (?:risk of bias|harm(?:s)? (?:was|were) reported)\b",
            r"\bsafer? (?:use|handling|care|checks?|rules|program|prescribing)\b",
        ),
    ),
    Rule(
        "harmless",
        ("side effect", "side-effect", "adverse", "downside"),
        _re(
            r"\b(?:no|zero|without(?: any)?|free (?:of|from)|free from all) (?:known |real |lasting "
            r"|bad |unpleasant |major |any |all )?"
            r"(?:side[- ]effects?|adverse (?:events?|effects?)|downsides?)\b",
            r"\bside[- ]effect[- ]free\b",
            r"\b(?:does not|doesn't|do not|don't|will not|won't|never) (?:have|cause|bring|produce"
            r"|come with) (?:any )?side[- ]effects?\b",
            r"\bnone of the side[- ]effects?\b",
        ),
        _re(
            r"\b(?:report(?:s|ed|ing)?|noticed|noted|listed|recorded|counted|mentioned|measured|felt"
            r"|had)\b[^.?!]{0,25}\bno\b[^.?!]{0,12}\bside",
            r"\bno (?:side effects?|adverse events?) (?:were|was|are|is) (?:reported|listed|recorded"
            r"|mentioned|counted|noted)\b",
            r"\bno (?:medicine|drug|treatment)\b[^.?!]*\bwithout\b",
            r"\b(?:few|no) (?:drugs|medicines)\b",
        ),
        denied=False,
    ),
    Rule(
        "addiction",
        (
            "addict",
            "nonaddict",
            "non-addict",
            "habit",
            "hooked",
            "dependence",
            "dependency",
            "abuse potential",
        ),
        _re(
            r"\bnon-?addict\w*",
            r"\b(?:not|isn't|never|is never) (?:at all |really |truly |physically "
            r"|itself )?(?:addictive|habit-forming|habit forming)\b",
            r"\bnon-?habit[- ]forming\b",
            r"\b(?:no|zero|without(?: any| the)?|free of) (?:real |known )?(?:risks?|danger|chance"
            r"|potential|fear|worry|abuse potential) ?(?:of|for)? "
            r"?(?:\w+ )?(?:addict\w+|dependence|dependency|getting hooked|abuse)\b",
            r"\b(?:no|zero) (?:abuse potential|addiction|dependence risk|addiction risk)\b",
            r"\b(?:cannot|can't|can not|won't|will not|do not|don't|does not|doesn't|never|nobody"
            r"|no one)\s+(?:\w+\s+){0,3}(?:addicted|hooked|addiction|dependence)\b",
            r"\baddiction-free\b",
        ),
        _re(
            r"\b(?:study|studied|screened|history|had|without a history"
            r"|treated for)\b[^.?!]{0,20}\b(?:of )?addiction\b",
            r"\b(?:does not|doesn't|not) mean\b",
            r"\b(?:tell|call it|say|ruled? out|know)\b[^.?!]{0,40}\baddict",
        ),
        denied=False,
    ),
    Rule(
        "approved",
        ("approv", "licensed", "authoriz", "cleared"),
        _re(
            r"\b(?:fda|food and drug administration)[- ](?:has )?(?:approv\w+|licensed|authorized|cleared)\b",
            r"\b(?:approved|licensed|authorized|cleared)\b[^.?!]{0,20}\bby (?:the )?(?:fda|food and drug)\b",
            r"\bfda (?:approval|approves?|clearance)\b",
            r"\bthe fda (?:has |now |also )*(?:approved|approves|cleared|authorized)\b",
            rf"\b(?:approved|licensed) (?:to treat|for|in|as a treatment (?:for|of)) (?:\w+ ){{0,3}}{_ILLS}\b",
        ),
        _re(
            r"\b(?:esketamine|spravato)\b",
            r"\b(?:an)?esthe(?:sia|tic)s?\b|\bsurgery\b|\boperations?\b",
            r"\bunapproved\b|\boff-label\b",
            r"\b(?:another|other|different|some|new|newer|older|several|these|such|these"
            r"|many) (?:\w+ )?(?:drugs?|medicines?|triptans?|gepants?|"
            r"preventives?|treatments?)\b",
            r"\b(?:triptans?|gepants?|antidepressants?|topiramate|erenumab|cgrp|botox"
            r"|onabotulinumtoxin\w*|"
            r"propranolol|naltrexone|sumatriptan|rimegepant|ubrogepant|valproate|lidocaine|duloxetine"
            r"|pregabalin|sprays? called)\b",
            r"\b(?:an? )(?:fda-)?approved (?:drug|medicine|nasal spray)\b",
            r"\b(?:waiting|wait|seek|seeks|seeking|apply|applied|asked|asking) for\b|"
            r"\b(?:needs?|require[sd]?|before|until|unless|if|when|without) (?:\w+ ){0,5}approv",
        ),
    ),
    Rule(
        "same",
        ("spravato", "esketamine"),
        _re(
            r"\b(?:same|identical|equivalent|equal|interchangeable|comparable|no different"
            r"|just as good|as good|as effective|equally)\b"
            r"[^.?!]{0,50}\b(?:spravato|esketamine)\b",
            r"\b(?:spravato|esketamine)\b[^.?!]{0,50}\b(?:the same (?:thing|drug|medicine|effect"
            r"|results?|molecule|way)|identical|equivalent|"
            r"interchangeable|just as good|equally)\b",
            r"\b(?:just like|works? like|acts? like|(?:does|do) what|generic(?: version of)?"
            r"|cheaper version of|cheap version of|version of|"
            r"substitute for|alternative to|replacement for)\b[^.?!]{0,20}\b(?:spravato|esketamine)\b",
            r"\b(?:as well as|better than|more effective than|stronger than|superior to"
            r"|safer than)\s+(?:the )?(?:spravato|esketamine)\b",
        ),
        _re(
            r"\b(?:same|equal) (?:trial|study|rules|day|clinic|program|number|people|share|question"
            r"|dose|sentence|label|year|time|visit|"
            r"watch|side effects?|family|topic|page)\b",
            r"\b(?:half|one of|mirror|part) (?:of )?\b[^.?!]*\bmolecule\b",
            r"\bnot (?:the same|identical|equivalent|equal|interchangeable)\b",
            r"\b(?:review|trial|study|analysis|comparison|compared|favou?red)\b",
        ),
    ),
    Rule(
        "guarantee",
        (
            "guarante",
            "works for",
            "work for",
            "100%",
            "100 percent",
            "always work",
            "never fail",
            "success rate",
            "certain",
            "will work",
            "you will",
            "will feel",
            "everyone",
            "every patient",
            "foolproof",
            "surefire",
            "sure-fire",
            "can't fail",
            "no matter",
            "you'll",
            "always help",
            "always eas",
            "sure to",
            "bound to",
            "assured",
        ),
        _re(
            r"\bguarant\w+",
            r"\bwork(?:s|ed)? (?:\w+ ){0,2}(?:for|on|in) (?:everyone|everybody|anyone|anybody|all"
            r"|every (?:patient|person|one)|"
            r"(?:almost|nearly|virtually) everyone|any|each)\b",
            r"\b(?:helps|eases|relieves|cures|treats|benefits) (?:everyone|everybody|anyone|every "
            r"(?:patient|person|kind|type)|all (?:patients|people|kinds|types))\b",
            r"\b100\s?(?:%|percent) (?:effective|success\w*|relief|of (?:our )?patients|"
            r"work\w*|certain|sure)\b",
            r"\b(?:always|never fails? to) (?:works?|helps?|eases?|relieves?|ends?|stops?|lifts?)\b"
            r"|\bnever fails\b",
            r"\bsuccess rates?\b",
            r"\b(?:is|are) (?:certain|sure|bound|assured) to (?:work|help|ease|relieve|stop|feel|lift"
            r"|end|improve)\b",
            r"\b(?:it|this|ketamine|infusions?|treatment|the drip"
            r"|the infusion) will (?:\w+ly )?(?:work|help you|ease your|stop your|lift your|end your"
            r"|relieve "
            r"your|take away|give you (?:relief|your)|make you (?:feel )?better)\b",
            r"\byou(?:'ll| will| are going to) (?:\w+ )?(?:feel (?:\w+ )?better|get better|"
            r"be (?:pain|migraine|symptom)|be free|get your life|be well|recover|wake up (?:free"
            r"|happy)|notice (?:relief|results)|enjoy relief)\b",
            r"\b(?:foolproof|sure-?fire|can't fail|cannot fail)\b",
        ),
        _re(
            r"\bwork(?:s|ed)? (?:\w+ ){0,2}(?:for|in) (?:some|most|about|only|all \d|any one)\b",
            r"\bnot (?:for )?(?:everyone|everybody|all|every)\b",
            r"\b(?:if|whether|hope|think|say|tell|know|ask|sign|signs)\b[^.?!]{0,30}\b(?:it|this"
            r"|ketamine|infusion|treatment) will\b",
        ),
    ),
    Rule(
        "clinic",
        (
            "best",
            "leading",
            " top ",
            " top-",
            "premier",
            "#1",
            "no. 1",
            "number one",
            "finest",
            "world-class",
            "most trusted",
            "award",
            "renowned",
            "foremost",
            "highest-rated",
            "unrivaled",
        ),
        _re(
            rf"\b(?:best|leading|top|premier|finest|world-class|most trusted|most experienced"
            rf"|award-winning|renowned|foremost|highest-rated|top-rated|"
            rf"unrivaled|number one)\b[- ](?:[\w'-]+\s+){{0,3}}{_PLACES}\b(?! of (?:evidence|all))",
            rf"(?:#\s?1|\bno\. 1)\s+(?:[\w'-]+\s+){{0,3}}{_PLACES}\b",
            rf"\b{_PLACES}\b[^.?!]{{0,30}}\b(?:is|are) (?:one of )?(?:the |among the )?(?:best|finest"
            rf"|premier|world-class|top-rated|most trusted)\b",
        ),
        _re(
            r"\bbest (?:supportive|available|standard|usual|medical|evidence|possible care)\b",
            r"\b(?:leading|top) (?:cause|reason|question|line)s?\b",
            r"\b(?:works?|do|does|did|fits?) best\b",
            r"\bbest (?:way|time|person|place|ask|to ask|first step|treatment is)\b",
        ),
    ),
    Rule(
        "price",
        ("$", "dollars", "usd", "affordable", "cheap", "low-cost", "inexpensive"),
        _re(
            rf"{_MONEY}(?=[^.?!]*\b(?:cost|costs|price|priced|prices|session|sessions|infusion"
            rf"|infusions|pay|pays|paid|charge|charges|per|each|a|an|for|bill|fee|"
            r"fees|visit|month|course|series|treatment)\b)",
            rf"\b(?:cost|costs|price|priced|prices|pay|pays|charge|charges|fee|fees|expect|spend|runs?|"
            rf"from|about|around|between|only|just|under|over|starts?)\b[^.?!]{{0,50}}{_MONEY}",
            rf"\b(?:affordable|cheap|low-cost|inexpensive|budget)\b(?=[^.?!]*\b{_KETAMINE}\b)",
            rf"\b{_KETAMINE}\b[^.?!]{{0,40}}\b(?:is|are) (?:\w+ )?(?:affordable|cheap|inexpensive)\b",
        ),
        _re(
            r"\b(?:examples?|reported|reports?|surveys?|surveyed|in (?:19|20)\d\d|by (?:19|20)\d\d"
            r"|one (?:\w+ )?clinic|a clinic|listed|quoted|told|news|"
            r"that (?:clinic|survey|report|study)|study|not an average|analysis|medicare|grant|raised"
            r"|million|billion|fined?|lawsuit|settle\w*|sold for|"
            r"in that (?:study|trial|survey|report)|according|budget impact|cheaper per|cheap to make)\b"
        ),
        cited=True,
    ),
    Rule(
        "testimonial",
        (
            "my ",
            " i ",
            "i'",
            "i\u2019",
            "swear by",
            "rave",
            "success stor",
            '"i ',
            "happy patient",
            "satisfied patient",
            "real patient",
            "grateful patient",
            "gave me",
            "helped me",
            " love ",
            "can't stop",
            "to me",
        ),
        _re(
            r"\b(?:chang|sav|transform|turn)ed my life\b|\b(?:my|our) li(?:fe|ves) (?:back|around"
            r"|has changed|changed|is mine)\b|\bgave me (?:back )?(?:my|hope|a new)\b",
            r"(?:^|[\"'\u201c\s])I(?:'m| am|'ve| have)? (?:finally|no longer|never (?:thought"
            r"|imagined|felt)|(?:now )?(?:feel|felt) (?:like|better|alive|free|normal|"
            r"hope\w*|myself|great|so|whole|human)|could (?:finally|not believe)|can(?: now| finally)"
            r"|was able|got (?:my|relief|better)|woke up|highly recommend|"
            r"recommend|owe|cried|tried everything|had tried|was skeptical|was a skeptic|had given up"
            r"|am (?:free|pain|migraine|cured|a new|living|so grateful|grateful)"
            r"|have(?:n't)? (?:had|felt) (?:a|another|no|one)|went from|have my"
            r"|(?:but I )?feel (?:like )?a new|walked out)\b",
            rf"\bmy (?:\w+ )?(?:{_ILLS}|mood|darkness) (?:is|are|was|were|has|have|had|went|lifted"
            rf"|disappeared|vanished|melted|stopped|finally|faded|dropped|eased)\b",
            r"\b(?:patients?|people|clients?|they) (?:\w+ )?(?:rave|swear by|love (?:it|our"
            r"|the results|this)|can't stop)\b",
            r"\bsuccess stor(?:y|ies)\b",
            r"\b(?:happy|satisfied|real|grateful) patients? (?:say|says|tell|share)\b",
            r"\bafter (?:my|just one|one|two|three|my first|my second) (?:\w+ ){0,3}(?:infusions?"
            r"|sessions?|treatments?|doses?),? (?:I|my)\b",
            r"\bfeel(?:ing)? like a new (?:person|man|woman|me)\b",
            r"\b(?:best|greatest) (?:thing|decision) (?:I|that ever happened to me)\b"
            r"|\bgave me hope\b|\bhelped me (?:more|when|get|find|finally)\b",
        ),
        _re(
            r"\b(?:what|which|how|when|who|where|why|should|will|can|could|do|does|is|are|may"
            r"|if) (?:\w+ ){0,6}(?:I|my)\b[^.!]*\?"
        ),
        denied=False,
        quoted=False,
    ),
    Rule(
        "suicide",
        ("suicid", "killed himself", "killed herself", "took his own", "took her own", "killed themsel"),
        _re(
            r"\bcommit(?:s|ted|ting)?\s+suicide\b",
            r"\b(?:successful|completed|unsuccessful|failed)\s+suicides?(?: attempts?)?\b"
            r"|\bfailed attempts? at suicide\b",
            r"\bsuicide (?:epidemic|threats?|gesture|bid)\b",
            r"\bsuccessful(?:ly)? (?:attempt\w* )?(?:killed|suicide|at suicide)\b",
            r"\bkilled (?:him|her|them)sel(?:f|ves)\b",
            r"\b(?:commits?|committing|committed)\b[^.?!]{0,12}\bsuicide\b",
        ),
        denied=False,
        doubted=False,
        asked=False,
    ),
    Rule(
        "person",
        (
            "suffer",
            "victim",
            "afflict",
            "addict",
            "junkie",
            "crazy",
            "insane",
            "stricken",
            "abuser",
            "-bound",
            "confined",
            "migraineur",
            "lunatic",
            "psychos",
            "schizophrenics",
            "diabetics",
            "epileptics",
            "the mentally ill",
            "depressives",
        ),
        _re(
            r"\bsuffer(?:s|ed|ing)? (?:\w+ )?(?:from|with)\b",
            r"\bsufferers?\b",
            r"\bvictims?\b",
            r"\bafflicted\b",
            r"\baddicts?\b",
            r"\bjunkies?\b",
            r"\b(?:crazy|insane|lunatics?|psychos)\b",
            r"\bstricken\b",
            r"\b(?:drug|substance|alcohol|ketamine) abusers?\b",
            r"\b(?:wheelchair|house|bed)-bound\b|\bconfined to a wheelchair\b",
            r"\bmigraineurs?\b",
            r"\b(?:schizophrenics|diabetics|epileptics|depressives|the mentally ill)\b",
        ),
        _re(
            r"\bvictims? of (?:\w+ )?(?:assault|violence|crime|abuse|rape|fraud|scams?|war|torture)\b",
            r"\bcrime victims?\b",
        ),
        denied=False,
        doubted=False,
        asked=False,
    ),
    Rule(
        "urging",
        (
            "book",
            "wait",
            "today",
            "schedul",
            "act now",
            "sign up",
            "limited",
            "reserve",
            "contact us",
            "journey",
            "deserve",
            "call now",
            "call us",
            "visit us",
            "our clinic",
            "hurry",
            "discount",
            "special offer",
            "financing",
            "package",
            "get started",
            "take the first step",
            "free consult",
            "reach out",
            "join",
            "enroll",
            "learn how we",
            "start now",
            "begin your",
            "apply now",
            "last chance",
            "spots",
            "seats",
            "miss out",
            "delay",
            "right now",
            "coupon",
            "% off",
            "now is the time",
            "come in",
            "walk in",
        ),
        _re(
            r"\bbook (?:now|today|online|an?|your|here|with)\b",
            r"\b(?:do not|don't|don\u2019t|why|never) (?:wait|delay|put it off)(?=\s*(?:[.!?,;]|$"
            r"|to (?:book|start|try|get|find|schedule|feel|"
            r"call us|begin|reclaim)|any (?:longer|more)|another|until|another day|for (?:your"
            r"|another|the next)|-|\u2014))",
            r"\b(?:schedule|reserve|claim|secure|request) (?:your|an?|my) "
            r"(?:\w+ ){0,3}(?:visit|consultation|consult|appointment|infusion|session|spot|seat|place"
            r"|call)\b",
            r"\bact (?:now|fast|today)\b",
            r"\bsign up\b(?=[^.?!]*\b(?:today|now|here|for (?:a|our|your))\b)",
            r"\b(?:limited|few) (?:time|spots|places|seats|slots|offer)\b",
            r"\b(?:contact|call|text|visit|email) (?:us|our (?:team|clinic|office|staff))\b",
            r"\bcall (?:now|today)\b(?! (?:for|if|911|988))",
            r"\b(?:start|begin|take) (?:\w+ )?(?:your|the) (?:\w+ )?(?:healing |recovery "
            r"|wellness )?journey\b",
            r"\byou deserve\b",
            r"\bhurry\b",
            r"\bdiscounts?\b|\bspecial offers?\b|\bcoupons?\b|\b\d+\s?% off\b",
            r"\bfinancing (?:is )?(?:available|options|plans?)\b",
            r"\bpackage deals?\b|\b(?:buy|pay for) (?:a|the|our) packages?\b",
            r"\bget started (?:today|now|here|with)\b|\btake the first step\b",
            r"\bfree consult\w*\b",
            r"\breach out (?:to us|today|now)\b",
            r"\b(?:enroll|apply|start|join|try it|try ketamine|get relief|get help from us) (?:now"
            r"|today|us)\b",
            r"\b(?:last chance|miss out|now is the time)\b",
            r"\b(?:find|see|discover) (?:out )?(?:how|if|what) (?:we|our|ketamine) can (?:do|help"
            r"|change)\b",
            r"\bcome (?:in|see us) (?:today|now)\b",
        ),
        _re(
            r"\b(?:911|988|112|emergency|crisis|poison|urgent|ambulance)\b",
            r"\b(?:doctor|clinician|prescriber|nurse|pharmacist|specialist|researchers?|trial"
            r"|study)\b(?=[^.?!]*\btoday\b)",
            r"\bcall (?:\w+ ){0,3}(?:prescriber|doctor|clinician|clinic) today\b",
            r"\bcheck(?:ed)? today\b",
        ),
        asked=False,
    ),
    Rule(
        "dosing",
        (
            "mg",
            "dose",
            "mcg",
            "gram",
            " ml",
            "spray",
            "lozenge",
            "tablet",
            "troche",
            "puff",
            "you need",
            "you want",
            "you will",
            "you should",
        ),
        _re(
            rf"\b(?:you|we|patients|people|everyone|beginners|adults) (?:\w+ )?(?:should|can|could"
            rf"|must|may|might|need to|ought to|have to|will want to)(?: \w+){{0,2}}? (?:take|use|try"
            rf"|start|begin|have|"
            rf"get|increase|double|raise|ask|aim|go|split|repeat|inhale|hold|dissolve"
            rf"|swallow)\b[^.?!]{{0,50}}?{_AMOUNT}",
            rf"(?:^|[.;:!?,]\s+|\b(?:then|and|or|to|first|simply|just|instead|next|always)\s+"
            rf"|^\W+)(?:take|use|try|start|begin|increase|double|raise|aim|stick|ask for|go up|inhale"
            rf"|hold|dissolve|split|repeat|skip|"
            rf"add|choose|stay)\b(?!\s+(?:a look|note))[^.?!]{{0,35}}?{_AMOUNT}",
            rf"\b(?:we|I|experts|doctors|they) (?:\w+ )?(?:recommend|suggest|advise|prescribe"
            rf"|like)s?\b[^.?!]{{0,40}}?{_AMOUNT}",
            r"\b(?:the )?(?:right|best|ideal|correct|usual starting|optimal|recommended|safe|proper"
            r"|perfect|starting) (?:\w+ )?dose\b[^.?!]{0,40}\b(?:is|are|would be|starts at"
            r"|of)\b[^.?!]{0,20}\d",
            r"\byou (?:will )?(?:need|want|should (?:have|get|book|plan))\b[^.?!]{0,20}\b(?:\d+|two"
            r"|three|four|five|six|eight|ten|twelve)\s+(?:\w+\s+)?(?:infusions|sessions|treatments"
            r"|doses)\b",
            rf"\byour dose should\b|\b(?:works|work) best at {_AMOUNT}|\bthe dose (?:you|to) (?:need"
            rf"|want|ask for|aim for|take)\b",
            r"\b(?:is|are) (?:a good|the best|a sensible) (?:place to start|starting (?:point|dose))\b",
        ),
        _re(
            r"\b(?:the|this|that|one|each|our) (?:study|trial|studies|trials|researchers"
            r"|investigators|label|labels|review|survey|protocol|regimen|team)\b",
            r"\b(?:in|of) (?:a|an|the|one|two|this|that|most|some|both|many"
            r"|\d+) (?:[\w-]+ ){0,3}(?:study|trial|studies|trials|review|survey)\b",
            r"\b(?:were|was) (?:given|offered|treated|randomized)\b",
            r"\b(?:ask|tell|call|talk to|speak to|see) (?:\w+ ){0,3}(?:doctor|clinician|prescriber"
            r"|pharmacist|nurse|clinic|team)\b[^.?!]*\b(?:before|what|which|how|why|about|if|whether"
            r"|when)\b",
            r"\b(?:took|taken|had|gave|got|received|used|started|tried|compared|given|ran|tested)\b",
        ),
    ),
)
_ABOUT: Final[dict[str, tuple[str, str, str]]] = {
    "cure": ("promises a cure, which no study has shown.", "say what was found: how many eased, by how much, how long.",
             "Ketamine cures migraine.\n"),
    "brain": ("turns an idea about the brain into a fact.", "say what was measured, and in whom.",
              "It resets the brain.\n"),
    "hype": ("raises hopes that studies have not met.", "say plainly what was found.", "This is a breakthrough.\n"),
    "proven": ("hides how unsure the evidence is.", "give the claim a grade, and say what was found.",
               "Ketamine is a proven treatment.\n"),
    "safe": ("hides the risks.", "say which harms were seen, in how many, over what time.", "Ketamine is safe.\n"),
    "harmless": ("is never true of a drug.", "say which side effects were seen, and how often.",
                 "It has no side effects.\n"),
    "addiction": ("is wrong: ketamine can be misused.", "say what is known of dependence, and in whom.",
                  "Ketamine is non-addictive.\n"),
    "approved": ("is true of esketamine and of anesthesia alone.",
                 'say "off-label", or name what the approval is for.', "Ketamine is FDA-approved.\n"),
    "same": ("blurs two drugs that differ in form, rules and evidence.", "say how the two differ.",
             "It is the same as Spravato.\n"),
    "guarantee": ("promises a result to everyone.", "say how many were helped, and how many were not.",
                  "It works for everyone.\n"),
    "clinic": ("praises a clinic.", "leave the praise out; say what a good clinic checks.", "Go to the best clinic.\n"),
    "price": ("gives a price as if it held everywhere.", "say whose price it is, and when: an example, not an average.",
              "A session costs $500.\n"),
    "testimonial": ("is a testimonial; one story cannot show what a drug does.", "give what a study of many found.",
                    "It changed my life.\n"),
    "suicide": ("blames or ranks a death.", 'write "died by suicide" or "attempted suicide".',
                "He committed suicide.\n"),
    "person": ("makes a person smaller than an illness.", 'write "people with migraine", "people who use drugs".',
               "She suffers from migraine.\n"),
    "urging": ("urges readers, who must be free to wait.", "take it out; say that it is fine to wait or say no.",
               "Book now.\n"),
    "dosing": ("tells readers what to take.", "say what a study gave, where, and who watched, with its source.",
               "Start with a small dose.\n"),
}  # fmt: skip
CODES = tuple(
    Code(f"wording/{name}", f"this wording {why}", fix, in_body(example))
    for name, (why, fix, example) in _ABOUT.items()
)
_report = Reporter(CODES)

_NEGATION: Final = _re(
    r"\b(?:no|not|never|nor|neither|none|nobody|nothing|without|cannot|hardly|scarcely"
    r"|unlikely|lacks?|lacking|avoids?|stop|"
    r"instead of|rather than|far from|less than|refus\w+|fail(?:s|ed)? to|un(?:known|clear"
    r"|proven|certain|able)|doubt\w*|"
    r"too (?:soon|early)|yet to|\w+n['\u2019]t)\b"
)
_NO_NEGATION: Final = _re(
    r"\bnot (?:only|just|merely|simply)\b",
    r"\b(?:no|without(?: a)?|not a) (?:doubt|question|wonder|surprise|secret|shadow)\b",
    r"\bnothing (?:short of|less than|but|beats)\b",
    r"\bnone other\b",
    r"\bno longer\b",
    r"\bnever (?:before|been (?:easier|better))\b",
    r"\b(?:no|without) (?:need|surgery|pills|waiting|referral|fuss|drugs|hassle|matter)\b",
    r"\bcannot (?:deny|be denied|go wrong)\b",
    r"\bdon['\u2019]t (?:worry|wait|suffer)\b",
    r"\b(?:if|when) (?:\w+ ){0,4}(?:not|n['\u2019]t|failed|fails?)\b[^.?!]*?(?:,|$)",
    r"\bnot \w+ (?:anymore|any more)\b",
)
_BREAK: Final = re.compile(r"[;:]|--|\u2014|\bbut\b|\byet\b|\balthough\b|\bbecause\b|\bwhile\b", re.IGNORECASE)
_DOUBT: Final = _re(
    r"\b(?:claim(?:s|ed|ing)?|promis(?:e|es|ed|ing)|advert\w*|ads?|myths?|hyped?|exaggerat\w*"
    r"|mislead\w*|false(?:ly)?|untrue|wrong(?:ly)?|"
    r"overstat\w*|overs(?:ell|old)\w*|whether|beware|wary|suspicious|suspect|red flags?"
    r"|warning signs?|walk away|marketing|slogans?|headlines?|"
    r"sales|sellers?|too good to be true|skeptic\w*|caution|careful (?:with|of)|the words?"
    r"|the phrase|the term|so-called|question(?:s|ed)? (?:if|the)|"
    r"warn(?:s|ed|ing)?|disput\w*|debat\w*|contest\w*|untested|unsupported|not earned|hope(?:s|d)? (?:that|to|for))\b"
)
_NO_DOUBT: Final = _re(
    r"\b(?:we|our (?:\w+ )?|I|us|clinic) (?:can |do |proudly )?(?:promise|claim|guarantee"
    r"|warn)\b",
    r"\bnot (?:a )?(?:hype|myth|marketing)\b",
    r"\bno(?:t)? (?:false|empty) promises\b",
    r"\bworth the hype\b",
    r"\bwithout (?:hype|exaggeration)\b",
)
_QUOTED: Final = re.compile(
    r"\"([^\"\n]{1,60})\"|\u201c([^\u201d\n]{1,60})\u201d|(?<!\w)'([^'\n]{1,60})'(?!\w)"
    r"|\u2018([^\u2019\n]{1,60})\u2019(?!\w)"
)
_LONGEST_QUOTED: Final = 6
"""Words between quotation marks that can still be under discussion; more is speech."""
_REACH: Final = 60
"""How far before a word, in letters, a "not" still denies it."""
_HEADER_LINE: Final = re.compile(r"[ ]*(title|summary|reason|audience|alt):[ ]+")


_APART: Final = str.maketrans(dict.fromkeys("\n\"'()[]{}*_/-.,:;!?|>#", " "))
_RULES_OF: Final = {stem: tuple(rule for rule in RULES if stem in rule.stems) for rule in RULES for stem in rule.stems}
_BEGINS: Final = 4
"""How much of a word is looked up: nearly every search would be in vain, so first which stems there could be."""
_BY_BEGINNING: Final = {
    begin: tuple(stem for stem in _RULES_OF if stem[:_BEGINS] == begin)
    for begin in {stem[:_BEGINS] for stem in _RULES_OF if stem[:_BEGINS].isalpha()}
}
_OTHER_STEMS: Final = tuple(stem for stem in _RULES_OF if stem[:_BEGINS] not in _BY_BEGINNING)


def _stems_in(text: str) -> Iterator[tuple[str, int]]:
    """Each stem that begins a word of `text`, which is in small letters, with its place."""
    begins = {word[:_BEGINS] for word in text.translate(_APART).split()}
    for stem in (*_OTHER_STEMS, *(stem for begin in begins & _BY_BEGINNING.keys() for stem in _BY_BEGINNING[begin])):
        at = text.find(stem)
        while at >= 0:
            if not at or not stem[0].isalpha() or not text[at - 1].isalpha():
                yield stem, at
            at = text.find(stem, at + 1)


def check_post(post: Post) -> Iterator[Problem]:
    for number, line in enumerate(post.lines[: post.document.body_line - 1], 1):
        if field := _HEADER_LINE.match(line):
            value = line[field.end() :]
            first = len(value) - len(value.lstrip("\"'"))
            for rule, at in risky_words(value.strip("\"'")):
                spot = (number, field.end() + first + at[0] + 1)
                yield post.problem(_report, spot, f"wording/{rule}", _said(value[first:], at, rule))
    spoken = [
        (passage.at + start, passage.at + end, passage) for passage in post.passages for start, end in passage.sentences
    ]
    starts = [start for start, _, _ in spoken]
    near: dict[int, set[Rule]] = {}
    for stem, at_stem in _stems_in(_small(post.body.prose)):
        # One that begins with a space or a quotation mark may begin right before its sentence.
        place = bisect_right(starts, at_stem + (not stem[0].isalnum())) - 1
        if place >= 0:
            near.setdefault(place, set()).update(_RULES_OF[stem])
    for place, rules in near.items():
        start, end, passage = spoken[place]
        sentence = passage.text[start - passage.at : end - passage.at]
        for rule, at in risky_words(sentence, tuple(rules), any(start <= cited < end for cited in passage.cites)):
            yield post.body_problem(_report, start + at[0], f"wording/{rule}", _said(sentence, at, rule))


def _small(text: str) -> str:
    """`text` in small letters, each at its place, and on one line."""
    low = text.lower()
    return (low if len(low) == len(text) else "".join(c.lower()[:1] for c in text)).replace("\n", " ")


def _said(text: str, at: tuple[int, int], rule: str) -> str:
    return f'"{" ".join(text[at[0] : at[1]].split())}" {_ABOUT[rule][0]}'


def risky_words(
    sentence: str, rules: tuple[Rule, ...] = RULES, cites: bool = False
) -> Iterator[tuple[str, tuple[int, int]]]:
    """The name of each rule that `sentence` breaks, with where it begins and ends: once for each rule."""
    asked = sentence.rstrip().rstrip("\"'\u201d)").endswith("?")
    for rule in rules:
        if (rule.asked and asked) or (rule.cited and cites):
            continue
        for found in rule.risky.finditer(sentence):
            if not (rule.quoted and _between_marks(sentence, found.start())) and not _excused(rule, sentence, found):
                yield rule.name, found.span()
                break


def _between_marks(sentence: str, at: int) -> bool:
    """Whether the place stands in a few words between quotation marks."""
    return any(
        quoted.start() <= at < quoted.end()
        for quoted in _QUOTED.finditer(sentence)
        if len(quoted[0].split()) <= _LONGEST_QUOTED
    )


def _excused(rule: Rule, sentence: str, found: re.Match[str]) -> bool:
    if rule.fine and rule.fine.search(sentence):
        return True
    if rule.denied:
        before = _NO_NEGATION.sub(
            lambda trap: " " * len(trap[0]), sentence[max(0, found.start() - _REACH) : found.start()]
        )
        if _NEGATION.search(_BREAK.split(before)[-1]):
            return True
    return rule.doubted and bool(_DOUBT.search(_NO_DOUBT.sub("", sentence)))
