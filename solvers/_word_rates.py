"""Stories of journeys, machines and means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synth.solvers._text import listed
from synth.solvers._word_equation import Form, solve
from synth.solvers._word_parts import SPEEDS
from synth.solvers._word_text import HOUR, KM, Look, Tale, Thing, book, thing
from synth.solvers._word_walks import Story


def trip(story: Story, look: Look) -> Tale:
    """Tell the legs of a journey, and ask for its length: trip, legs."""
    tale, who = Tale(look), _traveller(look, story[1][2])
    lengths, _ = _legs(tale, story[1:], who, f"a {who}")
    total = sum(lengths)
    if len(lengths) > 1:
        tale.step("trip", f"the {who}", f"{' + '.join(map(str, lengths))} = {total}")
    key = "trip(more)" if len(lengths) > 1 else "trip(one)"
    tale.ask(key, (f"the {who}",), total, (KM.counted(total), f"the {who}"))
    return tale


def rest(story: Story, look: Look) -> Tale:
    """Tell the length of a journey and some legs, and ask for the rest: trip, legs, of N."""
    tale, who = Tale(look), _traveller(look, story[1][2])
    way = story[-1][1]
    tale.say("leg", "way", f"a {who}", way)
    lengths, _ = _legs(tale, story[1:-1], who, f"the {who}")
    total = sum(lengths)
    if len(lengths) > 1:
        tale.step("trip", f"the {who}", f"{' + '.join(map(str, lengths))} = {total}")
    tale.step("rest", f"{way} - {total} = {way - total}")
    tale.ask("rest", (f"the {who}",), way - total, (KM.counted(way - total), f"the {who}"))
    return tale


def pace(story: Story, look: Look) -> Tale:
    """Tell the legs of a journey, and ask for the mean speed: pace, legs."""
    tale, who = Tale(look), _traveller(look, story[1][2])
    lengths, times = _legs(tale, story[1:], who, f"a {who}")
    total, time = sum(lengths), sum(times)
    tale.step("trip", f"the {who}", f"{' + '.join(map(str, lengths))} = {total}")
    tale.step("time", f"{' + '.join(map(str, times))} = {time}")
    tale.step("pace", f"{total} / {time} = {total // time}")
    tale.ask("pace", (f"the {who}",), total // time, (KM.counted(total // time), f"the {who}"))
    return tale


def hours(story: Story, look: Look) -> Tale:
    """Tell a distance and a speed, and ask for the time: hours N N."""
    _, way, speed = story[0]
    tale, who = Tale(look), _traveller(look, speed)
    tale.say("leg", "hours", f"a {who}", way, speed)
    tale.step("hours", speed, way, f"{way} / {speed} = {way // speed}")
    tale.ask("hours", (f"the {who}",), way // speed, (HOUR.counted(way // speed), f"the {who}"))
    return tale


def speed(story: Story, look: Look) -> Tale:
    """Tell a distance and a time, and ask for the speed: speed N N."""
    _, way, time = story[0]
    tale, who = Tale(look), _traveller(look, way // time)
    tale.say("leg", "speed", f"a {who}", way, time)
    tale.step("speed", f"the {who}", f"{way} / {time} = {way // time}")
    tale.ask("speed", (f"the {who}",), way // time, (KM.counted(way // time), f"the {who}"))
    return tale


def _traveller(look: Look, speed: int) -> str:
    """Return someone or something that travels at such a speed."""
    kind = next(kind for kind, speeds in SPEEDS.items() if speed in speeds)
    return str(look.pick(book()["slots"]["traveller"][kind]))


def _several(who: str) -> str:
    """Return what two of them are called."""
    singular = [one for kind in SPEEDS for one in book()["slots"]["traveller"][kind]]
    return str(book()["slots"]["traveller"]["plural"][singular.index(who)])


def _legs(tale: Tale, legs: Story, who: str, first: str) -> tuple[list[int], list[int]]:
    """Tell each leg in some order, and work out its length; return the lengths and times."""
    lengths, times = [], []
    way = -1
    for turn, place in enumerate(tale.look.order(len(legs))):
        _, time, rate = legs[place]
        if turn:
            way = tale.say("leg", "next", f"the {who}", time, rate, besides=way)
        else:
            tale.say("leg", "first", first, time, rate)
        tale.step("leg", time, rate, f"the {who}", f"{time} * {rate} = {time * rate}")
        lengths.append(time * rate)
        times.append(time)
    return lengths, times


def meet(story: Story, look: Look) -> Tale:
    """Tell of two who travel towards each other, and ask when they meet: meet N N N."""
    _, *speeds, way = story[0]
    tale, who = Tale(look), _traveller(look, speeds[0])
    tale.say("meeting", "towns", _several(who), way)
    first, second = (speeds[place] for place in look.order(2))
    tale.say("meeting", "speeds", first, second)
    tale.step("meet")
    form = Form(first + second, 0)
    tale.step("both", f"{first}*x + {second}*x = {form}")
    tale.step("met", way, f"{form} = {way}")
    time = solve(tale, form, way)
    tale.ask("meet", (), time, (HOUR.counted(time),))
    return tale


def chase(story: Story, look: Look) -> Tale:
    """Tell of one who follows some hours later, and ask when it has caught up: chase N N N."""
    _, slow, fast, lead = story[0]
    tale, who = Tale(look), _traveller(look, slow)
    tale.say("chase", "start", "", who, slow)
    tale.say("chase", "follow", "", who, "", lead, fast)
    tale.step("chase", who)
    way = lead * slow
    tale.step("lead", lead, who, f"{lead} * {slow} = {way}")
    form = Form(fast - slow, 0)
    tale.step("gained", who, f"{fast}*x - {slow}*x = {form}")
    tale.step("caught", way, f"{form} = {way}")
    time = solve(tale, form, way)
    tale.ask("chase", (who,), time, (HOUR.counted(time), who))
    return tale


def ahead(story: Story, look: Look) -> Tale:
    """Tell of two in one direction, and ask when the one behind has caught up: ahead N N N."""
    _, slow, fast, way = story[0]
    tale, who = Tale(look), _traveller(look, slow)
    tale.say("chase", "ahead", _several(who), "", "", way)
    tale.say("chase", "speeds", "", "", slow, "", fast)
    tale.step("ahead")
    form = Form(fast - slow, 0)
    tale.step("closed", f"{fast}*x - {slow}*x = {form}")
    tale.step("caught", way, f"{form} = {way}")
    time = solve(tale, form, way)
    tale.ask("ahead", (), time, (HOUR.counted(time),))
    return tale


class _Machines:
    """What one or several machines make."""

    def __init__(self, look: Look) -> None:
        entry: Mapping[str, Any] = look.pick(book()["slots"]["machine"]["entries"])
        self.a = f"{entry.get('article', 'a')} {entry['maker']}"
        self.maker, self.does, self.do = entry["maker"], entry["does"], entry["do"]
        self.piece: Thing = thing(entry)

    def called(self, turn: int, of: int) -> str:
        """Return what one of the machines is called in the steps."""
        return f"the {self.maker}" if of == 1 else f"the {_ORDINALS[turn]} {self.maker}"


_ORDINALS = ("first", "second", "third")


def work(story: Story, look: Look) -> Tale:
    """Tell what machines make in their hours, and ask for the sum: work, shifts."""
    tale, made = Tale(look), _Machines(look)
    count, made_each = len(story) - 1, []
    for turn, place in enumerate(look.order(count)):
        _, time, rate = story[place + 1]
        who = f"a {_ORDINALS[turn]} {made.maker}" if turn else made.a
        tale.say("shift", "run", who, made.does, rate, made.piece.many, time)
        worked = f"{time} * {rate} = {time * rate}"
        tale.step("shift", time, made.called(turn, count), made.does, worked, made.piece.many)
        made_each.append(time * rate)
    total = sum(made_each)
    counted = made.piece.counted(total)
    if count == 1:
        who = f"the {made.maker}"
        tale.ask(
            "work(one)",
            (made.piece.many, who, made.do, made.does),
            total,
            (counted, who, made.does, made.piece.many, total),
        )
    else:
        tale.step("made", made.do, f"{' + '.join(map(str, made_each))} = {total}", made.piece.many)
        tale.ask("work(more)", (made.piece.many, "", made.do), total, (counted, "", made.do))
    return tale


def team(story: Story, look: Look) -> Tale:
    """Tell what two machines make per hour, and ask how long they need: team N N N."""
    _, *rates, total = story[0]
    tale, made = Tale(look), _Machines(look)
    first, second = (rates[place] for place in look.order(2))
    for who, rate in ((made.a, first), (f"a second {made.maker}", second)):
        tale.say("shift", "steady", who, made.does, rate, made.piece.many)
    tale.step("team")
    form, many = Form(first + second, 0), made.piece.many
    tale.step("joint", made.do, f"{first}*x + {second}*x = {form}", many)
    tale.step("need", made.do, total, many, f"{form} = {total}")
    time = solve(tale, form, total)
    tale.ask("team", (many, "", made.do, total), time, (HOUR.counted(time), "", made.do, f"{total} {many}"))
    return tale


class _Numbers:
    """Someone's numbers, one for each day or game."""

    def __init__(self, look: Look) -> None:
        self.who = look.cast(1)[0].name
        entry: Mapping[str, Any] = look.pick(book()["slots"]["list"]["entries"])
        self.does, self.do, self.inside = entry["does"], entry["do"], entry["in"]
        self.piece: Thing = thing(entry)
        self.time = Thing(entry["time"], f"{entry['time']}s", f"a {entry['time']}")


def mean(story: Story, look: Look) -> Tale:
    """Tell some numbers, and ask for the mean: mean N N N."""
    tale, told = Tale(look), _Numbers(look)
    numbers = [story[0][1 + place] for place in look.order(len(story[0]) - 1)]
    count, total = len(numbers), sum(numbers)
    when = f"{told.inside} {told.time.counted(count)}"
    tale.say("list", "all", told.who, told.does, listed(numbers), told.piece.many, when)
    tale.step("list", f"{' + '.join(map(str, numbers))} = {total}")
    tale.step("mean", f"{total} / {count} = {total // count}", told.piece.many, told.time.one)
    counted = told.piece.counted(total // count)
    tale.ask("mean", (told.piece.many, told.time.one), total // count, (counted, told.time.one))
    return tale


def missing(story: Story, look: Look) -> Tale:
    """Tell all numbers but the last, and the mean, and ask for the last: missing N N mean N."""
    tale, told = Tale(look), _Numbers(look)
    numbers = [story[0][1 + place] for place in look.order(len(story[0]) - 1)]
    average, count, total = story[1][1], len(story[0]), sum(numbers)
    piece, inside = told.piece, f"{told.inside} the"
    when = f"{inside} first {told.time.counted(count - 1)}"
    tale.say("list", "all", told.who, told.does, listed(numbers), piece.many, when)
    every = f"all {count} {told.time.many}"
    per = f"{piece.counted(average)} per {told.time.one}"
    tale.say("list", "mean", every, per, told.time.one)
    tale.step("missing", piece.many, told.who, told.does, inside, told.time.one)
    tale.step("known", f"{' + '.join(map(str, numbers))} = {total}")
    tale.step("average", every, average, f"(x + {total}) / {count} = {average}")
    tale.step("multiply", count, f"x + {total} = {count * average}")
    last = solve(tale, Form(1, total), count * average)
    asked = (piece.many, told.who, told.do, inside, told.time.one, told.does)
    tale.ask(
        "missing",
        asked,
        last,
        (piece.counted(last), told.who, told.does, inside, told.time.one, piece.many, last),
    )
    return tale
