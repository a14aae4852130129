"""Reading stories of machines that make things, and of means of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from synth.verify._columns import Fault
from synth.verify._word_account import Account, Form, Read, joint, level_of
from synth.verify._word_lexicon import MACHINES, PASTIMES, Sentence, article


def _machine(sentence: Sentence, does: str, turn: int, ways: Sequence[str]) -> list[int]:
    """Return the numbers told of a machine, the pieces per hour first; the second way tells them last."""
    maker, _, pieces = MACHINES[does]
    if turn > 2:
        raise Fault("the story has more than three machines")
    who = (article(maker), f"a second {maker}", f"a third {maker}")[turn]
    said = _plain(sentence)
    forms = [way.format(who=who, does=does, pieces=pieces) for way in ways]
    if said not in forms:
        raise Fault(f"no such machine is known: {sentence.text!r}")
    numbers = [int(value) for value in sentence.values if value.isdigit()]
    return numbers if said == forms[0] else numbers[::-1]


_RUNS = (
    "{who} {does} <#> {pieces} per hour and runs for <#> hours.",
    "{who} runs for <#> hours and {does} <#> {pieces} per hour.",
)
_STEADY = ("{who} {does} <#> {pieces} per hour.", "each hour, {who} {does} <#> {pieces}.")


def _plain(sentence: Sentence) -> str:
    """Return the skeleton with all but the numbers put back."""
    pieces = sentence.skeleton.split("<")
    out = [pieces[0]]
    for piece, value in zip(pieces[1:], sentence.values, strict=True):
        mark, _, after = piece.partition(">")
        out.append(("<#>" if mark == "#" else value) + after)
    return "".join(out)


def _does(story: Sequence[Sentence]) -> str:
    words = story[0].text.split()
    found = [does for does in MACHINES if does in words and MACHINES[does][2] in story[0].values]
    if len(found) != 1:
        raise Fault(f"no such machine is known: {story[0].text!r}")
    return found[0]


def work(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read what machines make in their hours; the sum is asked for."""
    does = _does(story)
    maker, do, pieces = MACHINES[does]
    said = _plain(asked)
    single = (
        f"how many {pieces} does the {maker} {do}?",
        f"what is the number of {pieces} that the {maker} {does}?",
    )
    several = (f"how many {pieces} do they {do} in all?", f"how many {pieces} do they {do} together?")
    if said not in (single if len(story) == 1 else several):
        raise Fault(f"the question does not ask for the {pieces}")
    shifts, places = [], []
    for turn, sentence in enumerate(story):
        rate, time = _machine(sentence, does, turn, _RUNS)
        who = f"the {maker}" if len(story) == 1 else f"the {('first', 'second', 'third')[turn]} {maker}"
        places.append(account.quantity(Form(0, time * rate), {-1: 1}, time * rate))
        before = f"In {time} hours, {who} {does} "
        account.step(before, f"{time} * {rate} = {time * rate}", f" {pieces}.", places[-1])
        shifts.append((time, rate))
    account.asked = places[0]
    if len(places) > 1:
        made = [time * rate for time, rate in shifts]
        account.asked = account.quantity(Form(0, sum(made)), {-1: 1, **dict.fromkeys(places, -1)}, 0)
        written = f"{' + '.join(map(str, made))} = {sum(made)}"
        account.step(f"In all, they {do} ", written, f" {pieces}.", account.asked)
    canonical = " ".join(f"shift {time} {rate}" for time, rate in sorted(shifts))
    told = {
        single[0]: f"The {maker} {does} {{n}} {pieces}.",
        single[1]: f"The number of {pieces} that the {maker} {does} is {{n}}.",
        several[0]: f"They {do} {{n}} {pieces} in all.",
        several[1]: f"They {do} {{n}} {pieces} together.",
    }
    return f"work {canonical}", level_of(account), {"told": told[said]}


def team(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read what two machines make per hour; how long they need for a number of pieces is asked for."""
    does = _does(story)
    _, do, pieces = MACHINES[does]
    if len(story) != 2:
        raise Fault("the story is not about two machines")
    rates = []
    for turn, sentence in enumerate(story):
        rates += _machine(sentence, does, turn, _STEADY)
    numbers = [value for value in asked.values if value.isdigit()]
    if len(numbers) != 1:
        raise Fault("the question does not ask for a number of pieces")
    total = int(numbers[0])
    told = {
        f"how many hours do they need to {do} <#> {pieces} together?": (
            f"They need {{n}} hours to {do} {total} {pieces} together."
        ),
        f"in how many hours do they {do} <#> {pieces} together?": (
            f"In {{n}} hours they {do} {total} {pieces} together."
        ),
    }
    if _plain(asked) not in told:
        raise Fault(f"the question does not ask for the {pieces}")
    account.say("Let x be the number of hours that they need.")
    words = f"In x hours, they {do} ", f" {pieces} together."
    joint(account, (rates[0], rates[1]), words, (f"They have to {do} {total} {pieces}, so ", total))
    return f"team {min(rates)} {max(rates)} {total}", 3, {"told": told[_plain(asked)]}


def _pastime(sentence: Sentence) -> tuple[str, list[int], int, str]:
    """Return who has which numbers, how often, and what is done; the last counts games, days or the like."""
    words = sentence.text.replace(",", "").split()
    found = [does for does in PASTIMES if does in words]
    if len(found) != 1:
        raise Fault(f"no such pastime is known: {sentence.text!r}")
    numbers = [int(value) for value in sentence.values if value.isdigit()]
    names = [value for value in sentence.values if not value.isdigit()]
    who = names[0] if sentence.skeleton.startswith("<N>") else names[1]
    return who, numbers, sentence.skeleton.startswith("<N>"), found[0]


def mean(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read numbers whose mean is asked for."""
    who, numbers, plain, does = _pastime(story[0])
    _, pieces, time, inside = PASTIMES[does]
    count = numbers.pop() if plain else numbers.pop(0)
    listed = ", ".join(["<#>"] * (len(numbers) - 1)) + " and <#>"
    said = (
        f"{who} {does} {listed} {pieces} {inside} <#> {time}s."
        if plain
        else f"{inside} <#> {time}s, {who} {does} {listed} {pieces}."
    )
    if len(story) != 1 or _plain(story[0]) != said or count != len(numbers) or count < 3:
        raise Fault(f"no such list of numbers is known: {story[0].text!r}")
    total = sum(numbers)
    whole = account.known(total)
    account.step("The sum of the numbers is ", f"{' + '.join(map(str, numbers))} = {total}", ".", whole)
    if total % count:
        raise Fault("the mean is no whole number")
    account.asked = account.quantity(Form(0, total // count), {-1: count, whole: -1}, 0)
    after = f" {pieces} per {time}."
    account.step("The mean is ", f"{total} / {count} = {total // count}", after, account.asked)
    told = {
        f"what is the mean number of {pieces} per {time}?": f"The mean is {{n}} {pieces} per {time}.",
        f"how many {pieces} per {time} is that on average?": (
            f"On average, that is {{n}} {pieces} per {time}."
        ),
    }
    if _plain(asked) not in told:
        raise Fault("the question does not ask for the mean")
    _check_distinct(numbers)
    return f"mean {' '.join(map(str, sorted(numbers)))}", 2, {"told": told[_plain(asked)]}


def missing(story: Sequence[Sentence], asked: Sentence, account: Account) -> Read:
    """Read all numbers but the last, and the mean; the last is asked for."""
    who, numbers, plain, does = _pastime(story[0])
    do, pieces, time, inside = PASTIMES[does]
    count = numbers.pop() if plain else numbers.pop(0)
    listed = ", ".join(["<#>"] * (len(numbers) - 1)) + " and <#>"
    said = (
        f"{who} {does} {listed} {pieces} {inside} the first <#> {time}s."
        if plain
        else f"{inside} the first <#> {time}s, {who} {does} {listed} {pieces}."
    )
    if len(story) != 2 or _plain(story[0]) != said or count != len(numbers) or count < 2:
        raise Fault(f"no such list of numbers is known: {story[0].text!r}")
    rest = f"the mean of all <#> {time}s is <#> {pieces} per {time}."
    if _plain(story[1]) not in (f"with one more {time}, {rest}", f"after one more {time}, {rest}"):
        raise Fault(f"the story does not tell the mean: {story[1].text!r}")
    every, average = (int(value) for value in story[1].values if value.isdigit())
    if every != count + 1:
        raise Fault(f"{every} {time}s are not one more than {count}")
    told = {
        f"how many {pieces} does {who} {do} {inside} the last {time}?": (
            f"{who} {does} {{n}} {pieces} {inside} the last {time}."
        ),
        f"what is the number of {pieces} that {who} {does} {inside} the last {time}?": (
            f"The number of {pieces} that {who} {does} {inside} the last {time} is {{n}}."
        ),
    }
    if _plain(asked) not in told:
        raise Fault("the question does not ask for the last number")
    account.say(f"Let x be the number of {pieces} that {who} {does} {inside} the last {time}.")
    total = sum(numbers)
    account.asked = account.unknown()
    known = account.known(total)
    account.step("The known numbers add up to ", f"{' + '.join(map(str, numbers))} = {total}", ".", known)
    whole = account.quantity(Form(1, total), {-1: 1, account.asked: -1, known: -1}, 0)
    account.relate({whole: 1}, every * average)
    before = f"The mean of all {every} {time}s is {average}, so "
    account.equation(before, f"(x + {total}) / {every} = {average}")
    account.equation(f"Multiply both sides by {every}: ", f"x + {total} = {every * average}")
    account.solve(Form(1, total), every * average)
    canonical = f"missing {' '.join(map(str, sorted(numbers)))} mean {average}"
    _check_distinct([*numbers, every * average - total])
    return canonical, 3, {"told": told[_plain(asked)]}


def _check_distinct(numbers: Sequence[int]) -> None:
    if len(set(numbers)) != len(numbers):
        raise Fault("two of the numbers are equal")
