// The form of one slash command: a field for each option, with suggestions from the bot.

import { h, iconButton, uid } from "./dom.js";
import { combobox, among } from "./picker.js";
import { entities } from "./components.js";
import { packed, send } from "./api.js";
import { store } from "./store.js";

const TYPE = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, attachment: 11 };
const LOOK_AFTER_MS = 200;
const ROOMY = 6;

/** May this command be used in a direct message, or in a channel? */
function usable(command, direct) {
  const anywhere = command.guild_id || command.dm_permission === false ? [0] : [0, 1];
  return (command.contexts ?? anywhere).includes(direct ? 1 : 0);
}

/** Every command that can be typed here, groups spelled out: {path, description, options}. */
export function flatten(commands, direct) {
  const walk = (path, command) => {
    const inner = (command.options || []).filter((option) => option.type === 1 || option.type === 2);
    if (inner.length) return inner.flatMap((option) => walk(`${path} ${option.name}`, option));
    return [{ path, description: command.description, options: command.options || [] }];
  };
  return commands.filter((command) => (command.type ?? 1) === 1 && usable(command, direct)).flatMap((command) => walk(command.name, command));
}

function numeric(option, text) {
  const value = Number(text.trim().replace(",", "."));
  if (!Number.isFinite(value)) return { error: `${option.name}: a number, please.` };
  if (option.type === TYPE.integer && !Number.isInteger(value)) return { error: `${option.name}: a whole number, please.` };
  if (option.min_value !== undefined && value < option.min_value) return { error: `${option.name}: at least ${option.min_value}.` };
  if (option.max_value !== undefined && value > option.max_value) return { error: `${option.name}: at most ${option.max_value}.` };
  return { value };
}

/** A field: `element`, `input`, and `value()` which is "" when nothing was given. */
function field(option, form) {
  const id = uid("option");
  const shared = { id, label: option.name, required: option.required, placeholder: option.required ? "" : "optional" };
  if (option.choices?.length) {
    return combobox({ ...shared, strict: true, source: among(option.choices) });
  }
  if (option.autocomplete) {
    return combobox({ ...shared, wait: LOOK_AFTER_MS, source: (text) => suggestions(option, text, form) });
  }
  if (option.type === TYPE.boolean) {
    return combobox({ ...shared, strict: true, source: among([{ name: "Yes", value: true }, { name: "No", value: false }]) });
  }
  const selectType = { [TYPE.user]: 5, [TYPE.role]: 6, [TYPE.mentionable]: 7, [TYPE.channel]: 8 }[option.type];
  if (selectType) return combobox({ ...shared, strict: true, source: (text) => among(entities({ type: selectType }))(text) });
  if (option.type === TYPE.attachment) {
    const input = h("input", { id, type: "file", "aria-required": option.required || null });
    return { element: input, input, value: () => "", file: () => input.files[0] };
  }
  const isText = option.type === TYPE.string;
  const input = h("input", {
    id, type: "text", autocomplete: "off", placeholder: shared.placeholder, "aria-required": option.required || null,
    inputmode: isText ? null : "decimal", maxlength: isText ? option.max_length : null,
  });
  return { element: input, input, value: () => input.value };
}

async function suggestions(option, text, form) {
  const { choices } = await send("autocomplete", { member: store.member, channel: store.channel, name: form.path, options: { ...form.given(), [option.name]: text }, focused: option.name });
  return choices;
}

/** The open form of a command; `onClose(sent)` when it is left, `onSend(body)` sends and may refuse. */
export class CommandForm {
  constructor(command, { onSend, onClose, rest = "" }) {
    this.path = command.path;
    this.options = command.options;
    this.onSend = onSend;
    this.onClose = onClose;
    this.fields = command.options.map((option) => ({ option, ...field(option, this) }));
    this.error = h("p", { class: "error", role: "alert", id: uid("error") });
    this.element = h("form", { class: command.options.length > ROOMY ? "command many" : "command", "aria-label": `/${command.path}`, onsubmit: (event) => this.submit(event), onkeydown: (event) => this.key(event) },
      h("div", { class: "command-head" }, h("strong", { class: "mention" }, `/${command.path}`), h("span", { class: "hint" }, command.description), iconButton("close", "Leave this command", () => onClose(false))),
      h("div", { class: "command-fields" }, this.fields.map((entry) => this.drawField(entry))),
      this.error,
      h("div", { class: "command-foot" }, h("span", { class: "hint keys" }, "Enter sends · Esc leaves"), this.button = h("button", { type: "submit", class: "button primary" }, "Send")));
    const first = this.fields.find((entry) => entry.option.type === TYPE.string);
    if (rest && first) first.input.value = rest;
  }

  drawField({ option, element, input }) {
    // discord.py describes what has no description by an ellipsis.
    const hint = option.description && option.description !== "…" ? h("span", { class: "hint", id: `${input.id}-hint` }, option.description) : null;
    if (hint) input.setAttribute("aria-describedby", hint.id);
    return h("div", { class: "field" }, h("label", { for: input.id }, option.name, option.required ? h("span", { class: "must", title: "needed" }, " *") : null), element, hint);
  }

  /** Stand where one goes on: the first field that is typed into or must be filled, else the button that sends. */
  focus() {
    const first = this.fields.find(({ option }) => option.required || option.type !== TYPE.attachment);
    (first?.input || this.button).focus();
  }

  /** The options filled in so far, as the server takes them; unreadable numbers are left out. */
  given() {
    const options = {};
    for (const { option, value } of this.fields) {
      const text = value();
      if (text === "") continue;
      const isNumber = option.type === TYPE.integer || option.type === TYPE.number;
      const read = isNumber && typeof text === "string" ? numeric(option, text) : { value: text };
      if (!read.error) options[option.name] = read.value;
    }
    return options;
  }

  /** What is wrong with the form, and where; null when it can be sent. */
  fault() {
    for (const { option, value, input, file } of this.fields) {
      const empty = file ? !file() : value() === "";
      if (empty && option.required) return { sentence: `${option.name} is needed.`, input };
      const text = value();
      if (!empty && typeof text === "string" && (option.type === TYPE.integer || option.type === TYPE.number)) {
        const { error } = numeric(option, text);
        if (error) return { sentence: error, input };
      }
      if (!empty && option.min_length && text.length < option.min_length) return { sentence: `${option.name}: at least ${option.min_length} characters.`, input };
    }
    return null;
  }

  async submit(event) {
    event.preventDefault();
    if (this.button.disabled) return;
    await Promise.all(this.fields.map((entry) => entry.settled?.()));
    const fault = this.fault();
    this.error.textContent = fault ? fault.sentence : "";
    for (const { input } of this.fields) input.toggleAttribute("aria-invalid", fault?.input === input);
    if (fault) return fault.input.focus();
    this.button.disabled = true;
    try {
      const files = {};
      for (const { option, file } of this.fields) if (file?.()) files[option.name] = await packed(file());
      await this.onSend({ name: this.path, options: this.given(), files: Object.keys(files).length ? files : undefined });
      this.onClose(true);
    } catch (refusal) {
      this.error.textContent = refusal.message;
      this.button.disabled = false;
    }
  }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.onClose(false);
    } else if (event.key === "Enter" && event.target.type === "file") {
      event.preventDefault(); // Space opens the list of files; Enter sends, as everywhere
      this.element.requestSubmit();
    }
  }
}
