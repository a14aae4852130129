"""The part of an engine for JavaScript that is written in JavaScript: it makes the calls and writes answers.

It runs before the program, keeps the functions that it needs, and afterwards uses no method, iterator or
setter that the program could have changed; nor a template literal, for which QuickJS calls `concat`. That is
for programs that change one by mistake: one that finds a way to do it on purpose only spoils its own answers.
"""

from __future__ import annotations

from typing import Final

# A function of an expression for the arguments of all calls, the seed, whether what is printed and the
# arguments afterwards are asked for, and bounds; it returns a function. Given the entry, that one makes the
# calls. It returns the answers as JSON, null while a promise is open (called again, it tells), or what is
# wrong with the entry. Numbers that JSON has not are {"f": text}; a bigint's digits are hexadecimal.
REALM: Final = r"""
(function (asked, seed, printing, leaving, DEPTH, SIZE, PRINTED) {
  "use strict";
  const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
  const { isArray, prototype: arrays } = Array, { prototype: objects } = Object;
  const { isSafeInteger } = Number, { stringify } = JSON, { imul } = Math, { prototype: promises } = Promise;
  const { prototype: maps } = Map, { prototype: sets } = Set;
  const eachOfMap = maps.forEach, eachOfSet = sets.forEach, then = promises.then;
  const hexadecimal = BigInt.prototype.toString, cut = String.prototype.slice, run = eval, calls = run(asked);
  const one = (method, self, value) => apply(method, self, { __proto__: null, length: 1, 0: value });
  const quoted = (text) => stringify(text), join = arrays.join;
  // QuickJS keeps a text made of many as a rope, which its package can't read.
  const flat = (text) => one(join, { __proto__: null, length: 1, 0: text }, "");

  let printed = "";
  const line = (...values) => {
    if (!printing || printed.length > PRINTED) return;
    for (let k = 0; k < values.length; k++) {
      const value = values[k], kind = typeof value;
      printed += k ? " " : "";
      if (kind === "string") printed += value;
      else if (kind === "bigint") printed += "" + value + "n";
      else if (kind === "number") printed += value === 0 && 1 / value < 0 ? "-0" : "" + value;
      else if (value === null || kind === "boolean" || kind === "undefined") printed += "" + value;
      else printed += encoded(value);
    }
    printed += "\n";
  };
  const nothing = () => {};
  globalThis.console = { log: line, info: line, debug: line, error: nothing, warn: nothing, trace: nothing };
  globalThis.setTimeout = globalThis.clearTimeout = globalThis.__timer_manager = undefined;

  let state = seed | 0;  // mulberry32
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };

  let room = 0;
  const last = 2 ** 53;
  const large = { __proto__: null };
  const spend = (size) => { if ((room -= size) < 0) throw large; };
  const mark = (what) => '{"!":' + quoted(what) + "}";

  function encoded(value) {
    room = SIZE;
    try { return written(value, DEPTH, null); } catch (error) {
      if (error === large) return mark("large");
      throw error;
    }
  }

  function written(value, depth, above) {
    spend(2);
    switch (typeof value) {
      case "undefined": return '{"t":[]}';
      case "boolean": return value ? "true" : "false";
      case "number":
        if (value === 0) return 1 / value > 0 ? "0" : '{"f":"-0"}';
        if (isSafeInteger(value) || value === last || value === -last) return "" + value;
        return '{"f":"' + value + '"}';
      case "string": spend(value.length); return quoted(value);
      case "bigint": {
        const text = one(hexadecimal, value, 16);
        spend(text.length);
        return '{"t":["bigint",{"i":"' + text + '"}]}';
      }
      case "symbol": case "function": return mark("type " + typeof value);
    }
    if (value === null) return "null";
    for (let up = above; up !== null; up = up.above) if (up.value === value) return mark("cycle");
    const kind = getPrototypeOf(value), lists = isArray(value) && kind === arrays;
    const groups = kind === maps || kind === sets;
    if (!(lists || groups || kind === objects || kind === null)) return mark("type " + called(kind));
    if (depth === 0) return mark("deep");
    const here = { __proto__: null, value, above };
    if (lists) return listed(value, depth - 1, here);
    return groups ? grouped(value, kind, depth - 1, here) : keyed(value, depth - 1, here);
  }

  function listed(value, depth, above) {
    let text = "[";
    const length = value.length;
    for (let k = 0; k < length; k++) {
      text += (k ? "," : "") + held(getOwnPropertyDescriptor(value, k), depth, above);
    }
    return text + "]";
  }

  function keyed(value, depth, above) {
    let text = "", keys = ownKeys(value);
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k], about = getOwnPropertyDescriptor(value, key);
      if (about === undefined || !about.enumerable) continue;
      if (typeof key === "symbol") return mark("key symbol");
      spend(2 + key.length);
      text += (text && ",") + "[" + quoted(key) + "," + held(about, depth, above) + "]";
    }
    return '{"d":[' + text + "]}";
  }

  function grouped(value, kind, depth, above) {
    let text = "";
    const add = (part, key) => {
      const one = written(part, depth, above);
      text += (text && ",") + (kind === maps ? "[" + written(key, depth, above) + "," + one + "]" : one);
    };
    try { one(kind === maps ? eachOfMap : eachOfSet, value, add); } catch (error) {
      if (error === large) throw error;
      return mark("type " + called(kind));  // made with the prototype, and no map or set
    }
    return kind === maps ? '{"t":["Map",{"d":[' + text + "]}]}" : '{"s":[' + text + "]}";
  }

  function held(about, depth, above) {
    spend(2);
    if (about === undefined) return mark("hole");
    return "value" in about ? written(about.value, depth, above) : mark("getter");
  }

  function called(kind) {
    try { return named(kind.constructor.name, 100); } catch { return "object"; }
  }

  const two = (left, right) => ({ __proto__: null, length: 2, 0: left, 1: right });
  const named = (text, most) => (typeof text === "string" ? apply(cut, text, two(0, most)) : "");

  function thrown(error) {
    let kind = typeof error, message = "";
    try {
      if (error !== null && (kind === "object" || kind === "function")) {
        kind = named(error.name, 100) || "object";
        message = named(error.message, 1000);
      } else message = named(kind === "symbol" ? "" : "" + error, 1000);
    } catch { kind = "object"; }
    return quoted(kind) + "," + quoted(message);
  }

  let answers = "", finished = false;
  function add(k, kind, text) {
    let extras = "";
    if (printing) extras = '"stdout":' + quoted(printed);
    if (leaving) extras += (extras && ",") + '"arguments":[' + encoded(calls[k]) + ",{}]";
    answers += (answers && ",") + '["' + kind + '",' + text + (extras && ",{" + extras + "}") + "]";
    printed = "";
  }

  function follow(entry, self, k) {
    for (; k < calls.length; k++) {
      let result;
      try {
        result = apply(entry, self, calls[k]);
        if (typeof result === "object" && result !== null && getPrototypeOf(result) === promises) {
          const place = k;
          const next = (kind, text) => { add(place, kind, text); follow(entry, self, place + 1); };
          apply(then, result, two((value) => next("v", answer(value)), (error) => next("r", thrown(error))));
          return;
        }
      } catch (error) { add(k, "r", thrown(error)); continue; }
      add(k, "v", answer(result));
    }
    finished = true;
  }

  // What a proxy or a broken prototype throws while it is looked at.
  function answer(value) {
    try { return encoded(value); } catch { return mark("unreadable"); }
  }

  return (owner, name, script) => {
    if (owner !== undefined) {
      const self = owner === null ? undefined : run(owner);
      const entry = script ? () => void run(script) : owner === null ? run(name) : self[name];
      if (typeof entry !== "function") return "the entry is not a function";
      follow(entry, self, 0);
    }
    return finished ? flat("[" + answers + "]") : null;
  };
})
"""
