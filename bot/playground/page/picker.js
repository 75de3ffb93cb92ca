// Choosing from a list by keyboard, mouse or finger: a text field with suggestions, and a select.

import { h, icon, uid, announce } from "./dom.js";

/** A list of things to choose from; the focus stays elsewhere and `active` marks the one Enter would take. */
export class Choices {
  constructor({ label, onPick, many = false }) {
    this.id = uid("choices");
    this.onPick = onPick;
    this.active = -1;
    this.items = [];
    this.list = h("div", { class: "choices", role: "listbox", id: this.id, "aria-label": label, "aria-multiselectable": many || null });
  }

  /** Show `items` ({name, value, description, chosen, sign}); `empty` is said when there are none. */
  show(items, empty = "Nothing found", active = 0) {
    this.items = items;
    this.list.replaceChildren(
      ...items.map((item, at) =>
        h("div", {
          class: "choice", role: "option", id: `${this.id}-${at}`, "aria-selected": item.chosen ? "true" : "false",
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => this.onPick(item, at),
          onpointermove: () => this.active !== at && this.mark(at, false),
        },
        item.sign || null,
        h("span", { class: "choice-text" }, h("span", { class: "choice-name" }, item.name), item.description ? h("span", { class: "choice-hint" }, item.description) : null),
        item.chosen ? icon("check") : null),
      ),
    );
    if (!items.length) this.list.append(h("div", { class: "choice-none" }, empty));
    this.mark(Math.min(active, items.length - 1));
  }

  /** Make one the active one. */
  mark(at, scroll = true) {
    this.list.children[this.active]?.classList.remove("active");
    this.active = at;
    const element = this.items.length ? this.list.children[at] : null;
    element?.classList.add("active");
    if (scroll) element?.scrollIntoView({ block: "nearest" });
    this.owner?.setAttribute("aria-activedescendant", element ? element.id : "");
  }

  /** Take a key; true when it was used. */
  key(event) {
    const count = this.items.length;
    const go = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: Math.min(this.active + 8, count - 1), PageUp: Math.max(this.active - 8, 0) }[event.key];
    if (go !== undefined && count) {
      event.preventDefault();
      this.mark((go + count) % count);
      return true;
    }
    return false;
  }

  pick() {
    if (this.active >= 0 && this.items[this.active]) this.onPick(this.items[this.active], this.active);
  }
}

/**
 * A text field with suggestions.
 * `source(text)` gives items, at once or later; `strict` accepts only what was picked from them.
 */
export function combobox({ id, label, source, strict = false, required = false, wait = 0, placeholder = "", onChange = () => {} }) {
  let chosen = null;
  let turn = 0;
  let timer = null;
  let pending = false;
  let picked = Promise.resolve();
  let pickFirst = null;
  const choices = new Choices({ label, onPick: (item) => take(item) });
  const input = h("input", {
    id, type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": choices.id,
    "aria-required": required || null, autocomplete: "off", spellcheck: "false", placeholder,
    oninput: () => { chosen = null; onChange(); look(wait); },
    onfocus: () => look(0),
    onclick: () => choices.list.hidden && look(0),
    onblur: () => pickFirst && pending ? null : close(),
    onkeydown: key,
  });
  choices.owner = input;
  choices.list.hidden = true;

  function look(after) {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    pending = true;
    pickFirst?.();
    pickFirst = null;
    timer = setTimeout(async () => {
      let items = [];
      let empty = "Nothing found";
      try {
        const found = source(chosen ? "" : input.value);
        if (found instanceof Promise && choices.list.hidden) open([], "Looking…");
        items = await found;
      } catch (refusal) {
        empty = refusal.message;
      }
      if (mine !== turn || (!pickFirst && document.activeElement !== input)) return;
      pending = false;
      if (pickFirst && items.length) return take(items[0]);
      if (document.activeElement !== input) return close();
      open(items.map((item) => ({ ...item, chosen: chosen?.value === item.value })), empty);
    }, after);
  }

  function open(items, empty) {
    choices.list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choices.show(items, empty, strict || chosen || input.value ? Math.max(items.findIndex((item) => item.chosen), 0) : -1);
    choices.list.scrollIntoView({ block: "nearest" });
    if (!items.length) announce(empty);
  }

  function close() {
    clearTimeout(timer);
    turn += 1;
    pending = false;
    pickFirst?.();
    pickFirst = null;
    choices.list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-activedescendant", "");
    if (strict && !chosen) input.value = "";
  }

  function take(item) {
    chosen = item;
    input.value = item.name;
    close();
    onChange();
  }

  function key(event) {
    if (event.key === "Enter" && pending && input.value && !chosen) {
      // Faster than the suggestions: take the first one when they come.
      event.preventDefault();
      event.stopPropagation();
      if (!pickFirst) picked = new Promise((resolve) => { pickFirst = resolve; });
      return;
    }
    if (choices.list.hidden) {
      if (event.key === "ArrowDown") look(0);
      if (event.key === "Escape" && pending) {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
      return;
    }
    if (choices.key(event)) return;
    if (event.key === "Enter" && choices.active >= 0) {
      event.preventDefault();
      event.stopPropagation();
      choices.pick();
    } else if (event.key === "Tab" && strict && choices.active >= 0 && input.value) {
      choices.pick();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  return {
    element: h("div", { class: "combobox" }, input, choices.list),
    input,
    settled: () => picked,
    value: () => (chosen ? chosen.value : strict ? "" : input.value),
    set: (item) => take(item),
  };
}

/** Narrow a fixed list by what is typed. */
export function among(items) {
  return (text) => {
    const wanted = text.trim().toLowerCase();
    return items.filter((item) => item.name.toLowerCase().includes(wanted)).slice(0, 25);
  };
}

/** A select of one or several: a button that opens a list below itself. `onDone(values)` when it closes changed. */
export function select({ id = null, required = null, label, placeholder, items, min = 1, max = 1, disabled = false, customId = null, onDone }) {
  const many = max > 1;
  let chosen = items.filter((item) => item.chosen).map((item) => item.value);
  let before = "";
  const shown = h("span", { class: "select-shown" });
  const choices = new Choices({ label, onPick: (item) => toggle(item), many });
  const sheet = h("div", { class: "sheet", hidden: true }, choices.list);
  const button = h("button", {
    type: "button", class: "select", id, "aria-required": required, role: "combobox", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": choices.id,
    "aria-label": label, disabled, "data-custom-id": customId,
    onclick: () => (sheet.hidden ? open() : close(true)),
    onkeydown: key,
    onblur: (event) => sheet.contains(event.relatedTarget) || close(true),
  }, shown, icon("down"));
  if (many) sheet.append(h("div", { class: "sheet-foot" }, h("span", { class: "hint" }, limits()), h("button", { type: "button", class: "button primary", tabindex: "-1", onpointerdown: (event) => event.preventDefault(), onclick: () => close(true) }, "Done")));
  choices.owner = button;
  say();

  function limits() {
    if (min === max) return `Choose ${max}`;
    return min > 0 ? `Choose ${min} to ${max}` : `Choose up to ${max}`;
  }

  function say() {
    const names = items.filter((item) => chosen.includes(item.value)).map((item) => item.name);
    shown.textContent = names.join(", ") || placeholder || (many ? limits() : "Choose one");
    shown.classList.toggle("empty", !names.length);
    button.setAttribute("aria-label", `${label}: ${shown.textContent}`);
  }

  function draw(active) {
    choices.show(items.map((item) => ({ ...item, chosen: chosen.includes(item.value) })), "Nothing to choose", active);
  }

  function open() {
    before = chosen.join("\n");
    sheet.hidden = false;
    button.setAttribute("aria-expanded", "true");
    draw(Math.max(items.findIndex((item) => chosen.includes(item.value)), 0));
    sheet.scrollIntoView({ block: "nearest" });
  }

  function close(keep) {
    if (sheet.hidden) return;
    sheet.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-activedescendant", "");
    const enough = chosen.length >= min || chosen.length === 0;
    if (!keep || !enough) chosen = before ? before.split("\n") : [];
    say();
    if (keep && enough && chosen.join("\n") !== before) onDone?.(chosen);
  }

  function toggle(item) {
    if (!many) {
      const again = chosen.includes(item.value);
      chosen = again && min === 0 ? [] : [item.value];
      close(true);
      return;
    }
    if (chosen.includes(item.value)) chosen = chosen.filter((value) => value !== item.value);
    else if (chosen.length < max) chosen = [...chosen, item.value];
    else announce(`At most ${max}`);
    draw(choices.active);
    say();
  }

  function key(event) {
    if (sheet.hidden) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        open();
      }
      return;
    }
    if (choices.key(event)) return;
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      choices.mark(event.key === "Home" ? 0 : items.length - 1);
    } else if (event.key === " " || (event.key === "Enter" && !many)) {
      event.preventDefault();
      choices.pick();
    } else if (event.key === "Enter") {
      event.preventDefault();
      close(true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close(false);
    } else if (event.key.length === 1) {
      const at = items.findIndex((item) => item.name.toLowerCase().startsWith(event.key.toLowerCase()));
      if (at >= 0) choices.mark(at);
    }
  }

  return { element: h("div", { class: "select-box" }, button, sheet), button, values: () => chosen, clear: () => { chosen = []; say(); } };
}
