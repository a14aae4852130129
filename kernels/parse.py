"""Texts to ranks, by the batch: scanner automata and an LALR(1) table over bytes.

Each reduction makes a value from which the rank follows: the block of the tree (its height, rule and first
deepest child) and its number within that block, which is the same in whatever symbol the tree stands.
Sources: Knuth, "On the translation of languages from left to right" (1965); DeRemer and Pennello (1982).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.kernels.jit import Integer, bare, kernel, part
from synth.kernels.lex import SKIP, UNREAD, find_word, next_token

REFUSED = -1
UNDECIDED = -2
LOGGED = -16
"""A result r <= LOGGED is entry LOGGED - r of the log: a tree whose rank does not fit."""

# What stands on the value stack, besides blocks (>= 0); list number n is LIST - n.
TOKEN = -1
ENTRY = -2
LIST = -16

# What a rule does.
LINK = 0
NODE = 1
FIRST = 2
AGAIN = 3

SKIPPED = -1
WORD = -2


ROWS = 16


class Tables(NamedTuple):
    """What a grammar compiles to for reading.

    Of the parser: `action[state, terminal]` is the state to shift to + 1, minus the rule to reduce by - 1,
    or 0; `goto[state, nonterminal]`. Of the scanners: `scanner[state]`, `moves`, `accepts`. Of the rules:
    what each does; `role[k]` of each symbol of its right side is SKIPPED, WORD or the symbol of a subtree.
    Of the counts: `base[number, height + 1]` is the first of the blocks of a rule's number and height, one
    for each deepest child, -1 if there is none; `place[symbol, block]` its first rank there.
    """

    action: NDArray[np.int32]
    goto: NDArray[np.int32]
    begin: int
    finish: int
    end_token: int
    scanner: NDArray[np.int32]
    moves: NDArray[np.int16]
    accepts: NDArray[np.int32]
    rule_size: NDArray[np.int32]
    rule_left: NDArray[np.int32]
    rule_kind: NDArray[np.int32]
    rule_number: NDArray[np.int32]  # a node's, or an element's (-1: it is its one subtree)
    rule_list: NDArray[np.int32]  # which list a list's rule makes
    rule_role: NDArray[np.int32]  # the first role; of a link the place of its subtree
    role: NDArray[np.int32]
    role_terminal: NDArray[np.int32]
    list_number: NDArray[np.int32]  # the rule's number for k elements, k - 1 in the second index
    list_symbol: NDArray[np.int32]
    cost: NDArray[np.int32]
    start: int
    base: NDArray[np.int32]
    place: NDArray[np.int64]
    block_digit: NDArray[np.int32]
    radix: NDArray[np.int64]
    offset: NDArray[np.int64]
    word_slots: NDArray[np.int32]
    word_at: NDArray[np.int64]
    word_terminal: NDArray[np.int32]
    word_number: NDArray[np.int32]
    word_bytes: NDArray[np.uint8]


@part
def _node(
    cost: NDArray[np.int32],
    base: NDArray[np.int32],
    places: NDArray[np.int64],
    digit_at: NDArray[np.int32],
    radix: NDArray[np.int64],
    offset: NDArray[np.int64],
    number: Integer,
    many: Integer,
    kinds: NDArray[np.int64],
    values: NDArray[np.int64],
    heights: NDArray[np.int64],
    symbols: NDArray[np.int64],
    log: NDArray[np.int64],
    used: NDArray[np.int64],
) -> tuple[Integer, Integer, Integer]:
    """Return what stands for a node of these parts: its block and number in it, or an entry; its height."""
    height: Integer = np.int64(-1)
    deepest = 0
    children = 0
    for k in range(many):
        if symbols[k] >= 0:
            if heights[k] > height:
                height = heights[k]
                deepest = children
            children += 1
    height += cost[number]
    if height + 1 < base.shape[1]:
        block = np.int64(base[number, height + 1])
        if block >= 0 and digit_at[block + deepest] >= 0:
            block += deepest
            digit = digit_at[block]
            value = np.int64(0)
            fits = True
            for k in range(many):
                own = values[k]
                if symbols[k] >= 0:
                    place = places[symbols[k], kinds[k]] if kinds[k] >= 0 else np.int64(-1)
                    if place < 0:
                        fits = False
                        break
                    own += place
                value = value * radix[digit] + own - offset[digit]
                digit += 1
            if fits:
                return block, value, height
    entry = used[0]
    if entry + 3 + 2 * many > len(log):
        used[1] = 1
        return np.int64(ENTRY), np.int64(0), height
    log[entry] = number
    log[entry + 1] = height
    log[entry + 2] = many
    for k in range(many):
        log[entry + 3 + 2 * k] = kinds[k]
        log[entry + 4 + 2 * k] = values[k]
    used[0] += 3 + 2 * many
    return np.int64(ENTRY), entry, height


@kernel
def parse(
    data: NDArray[np.uint8],
    bounds: NDArray[np.int64],
    begin: Integer,
    t: Tables,
    results: NDArray[np.int64],
    log: NDArray[np.int64],
    used: NDArray[np.int64],
    work: NDArray[np.int64],
) -> Integer:
    """Put the rank of text i = begin, begin + 1, ..., data[bounds[i]:bounds[i + 1]], into results[i].

    REFUSED is a text that the parser or the counts do not know, UNDECIDED one with a byte above 127. A tree
    whose rank does not fit is LOGGED: an entry is the number of a rule (-1: the one part stands for itself),
    the height, how many parts follow, and of each part (block, number), (TOKEN, word) or (ENTRY, entry);
    used[0] is the log's length. Returns where it stopped, which is early if the log is full.
    """
    data, bounds, results = bare(data), bare(bounds), bare(results)
    log, used, work = bare(log), bare(used), bare(work)
    action, goto, scanner = bare(t.action), bare(t.goto), bare(t.scanner)
    moves, accepts = bare(t.moves), bare(t.accepts)
    rule_size, rule_left, rule_kind = bare(t.rule_size), bare(t.rule_left), bare(t.rule_kind)
    rule_number, rule_list, rule_role = bare(t.rule_number), bare(t.rule_list), bare(t.rule_role)
    roles, role_terminal = bare(t.role), bare(t.role_terminal)
    list_number, list_symbol = bare(t.list_number), bare(t.list_symbol)
    cost, base, places, digit_at = bare(t.cost), bare(t.base), bare(t.place), bare(t.block_digit)
    radix, offset = bare(t.radix), bare(t.offset)
    word_slots, word_at, word_terminal = bare(t.word_slots), bare(t.word_at), bare(t.word_terminal)
    word_number, word_bytes = bare(t.word_number), bare(t.word_bytes)
    start, begin_state, finish, end_token = t.start, t.begin, t.finish, t.end_token
    longest_list = list_number.shape[1]
    size = work.shape[1]
    states, kinds = work[0], work[1]
    numbers = work[2]  # within the block; a token's start; a list's last element; an entry
    extras = work[3]  # the height; a token's end; a list's length
    # The elements of lists, each with the one before it.
    part_kind, part_number, part_height, part_before = work[4], work[5], work[6], work[7]
    # The parts of the node that is being made, and of the list that becomes one of them.
    own_kind, own_number, own_height, own_symbol = work[8], work[9], work[10], work[11]
    each_kind, each_number, each_height, each_symbol = work[12], work[13], work[14], work[15]
    for i in range(begin, len(bounds) - 1):
        used_before = used[0]
        at = bounds[i]
        end = bounds[i + 1]
        top = 0
        elements = np.int64(0)
        states[0] = begin_state
        result = np.int64(UNDECIDED)
        running = True
        while running:
            low = at
            token = np.int64(end_token)
            while at < end:
                low = at
                token, at = next_token(data, low, end, scanner[states[top]], moves, accepts)
                if token != SKIP:
                    break
                token = np.int64(end_token)
            if token < 0:
                if token != UNREAD:
                    result = np.int64(REFUSED)
                break
            # Reduce until the token can be shifted.
            while True:
                todo = action[states[top], token]
                if todo > 0:
                    top += 1
                    states[top] = todo - 1
                    kinds[top] = TOKEN
                    numbers[top] = low
                    extras[top] = at
                    break
                if todo == 0:
                    result = np.int64(REFUSED)
                    running = False
                    break
                rule = -todo - 1
                top -= rule_size[rule]
                what = rule_kind[rule]
                role = rule_role[rule]
                if what == LINK:
                    kind = kinds[top + 1 + role]
                    number = numbers[top + 1 + role]
                    extra = extras[top + 1 + role]
                else:
                    skip = 1 if what == AGAIN else 0
                    many = 0
                    for k in range(skip, rule_size[rule]):
                        symbol = roles[role + k - skip]
                        if symbol == SKIPPED:
                            continue
                        stands = top + 1 + k
                        own_symbol[many] = symbol
                        own_kind[many] = kinds[stands]
                        own_number[many] = numbers[stands]
                        own_height[many] = extras[stands]
                        if symbol == WORD:
                            terminal = role_terminal[role + k - skip]
                            own_number[many] = find_word(
                                word_slots,
                                word_at,
                                word_terminal,
                                word_number,
                                word_bytes,
                                terminal,
                                data,
                                numbers[stands],
                                extras[stands],
                            )
                            if own_number[many] < 0:
                                result = np.int64(REFUSED)
                                running = False
                        elif kinds[stands] <= LIST:
                            which = LIST - kinds[stands]
                            last = numbers[stands]
                            for turn in range(extras[stands] - 1, -1, -1):
                                each_kind[turn] = part_kind[last]
                                each_number[turn] = part_number[last]
                                each_height[turn] = part_height[last]
                                each_symbol[turn] = list_symbol[which]
                                last = part_before[last]
                            own_kind[many], own_number[many], own_height[many] = _node(
                                cost,
                                base,
                                places,
                                digit_at,
                                radix,
                                offset,
                                list_number[which, extras[stands] - 1],
                                extras[stands],
                                each_kind,
                                each_number,
                                each_height,
                                each_symbol,
                                log,
                                used,
                            )
                        many += 1
                    if not running:
                        break
                    if rule_number[rule] < 0:
                        kind, number, extra = own_kind[0], own_number[0], own_height[0]
                    else:
                        kind, number, extra = _node(
                            cost,
                            base,
                            places,
                            digit_at,
                            radix,
                            offset,
                            rule_number[rule],
                            many,
                            own_kind,
                            own_number,
                            own_height,
                            own_symbol,
                            log,
                            used,
                        )
                    if what != NODE:
                        before = numbers[top + 1] if what == AGAIN else np.int64(-1)
                        length = extras[top + 1] + 1 if what == AGAIN else np.int64(1)
                        if length > longest_list:
                            result = np.int64(REFUSED)
                            running = False
                            break
                        if elements == size:
                            running = False
                            break
                        part_kind[elements] = kind
                        part_number[elements] = number
                        part_height[elements] = extra
                        part_before[elements] = before
                        kind = np.int64(LIST - rule_list[rule])
                        number = elements
                        extra = length
                        elements += 1
                state = goto[states[top], rule_left[rule]]
                top += 1
                if top + 1 >= size:
                    running = False
                    break
                states[top] = state
                kinds[top] = kind
                numbers[top] = number
                extras[top] = extra
                if token == end_token and state == finish:
                    running = False
                    if kind <= LIST:
                        break
                    place = places[start, kind] if kind >= 0 else np.int64(-1)
                    if place >= 0:
                        result = place + number
                    elif used[0] + 5 > len(log):
                        used[1] = 1
                    else:
                        result = LOGGED - used[0]
                        log[used[0]] = -1
                        log[used[0] + 1] = extra
                        log[used[0] + 2] = 1
                        log[used[0] + 3] = kind
                        log[used[0] + 4] = number
                        used[0] += 5
                    break
        if used[1]:
            used[0] = used_before
            used[1] = 0
            return i
        if result > LOGGED:
            used[0] = used_before
        results[i] = result
    return len(bounds) - 1
