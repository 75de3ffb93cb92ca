// The bot's forms: a dialog that keeps what was typed until it has been accepted.

import { h, iconButton, rich, uid } from "./dom.js";
import { select } from "./picker.js";
import { bytes, entities } from "./components.js";
import { packed, send } from "./api.js";
import { store, draft, keepDraft, outcome } from "./store.js";

const kinds = { 3: choosing, 4: textInput, 5: choosing, 6: choosing, 7: choosing, 8: choosing, 19: upload, 21: radios, 22: checks, 23: check };
const CHECKBOX = 23;

/**
 * Each field gives {element, id of what its label names, value(), set(old), fault()}.
 * `value` is undefined when there is nothing to send; `fault` is a sentence or null.
 */
function field(part, labels) {
  return { customId: part.custom_id, part, ...(kinds[part.type] || unknown)(part, labels) };
}

function unknown(part) {
  return { element: h("p", { class: "hint" }, `A field of type ${part.type}, which this page does not draw.`), value: () => undefined, set: () => {}, fault: () => null };
}

function textInput(part, { id, hint, name }) {
  const long = part.style === 2;
  const count = h("span", { class: "hint count", id: `${id}-count` });
  const input = h(long ? "textarea" : "input", {
    id, type: long ? null : "text", rows: long ? 5 : null, placeholder: part.placeholder, autocomplete: "off",
    "aria-describedby": [hint, count.id].filter(Boolean).join(" "), "aria-required": part.required === false ? null : true, value: part.value || "",
    oninput: () => say(),
  });
  const max = part.max_length ?? 4000;
  const min = part.min_length ?? 0;
  const length = () => Array.from(input.value).length;
  const say = () => {
    const used = length();
    const about = part.max_length !== undefined && part.max_length !== null;
    count.textContent = used < min ? `${used} of at least ${min}` : about || used > max - 200 ? `${used} of ${max}` : "";
    count.classList.toggle("over", used > max);
  };
  say();
  return {
    element: h("div", { class: "counted" }, input, count),
    focus: () => input.focus(),
    value: () => input.value,
    set: (old) => { input.value = old; say(); },
    fault: () => {
      const used = length();
      if (!used) return part.required === false ? null : `${name}: please write something.`;
      if (used < min) return `${name}: at least ${min} characters, now ${used}.`;
      return used > max ? `${name}: at most ${max} characters, now ${used}.` : null;
    },
  };
}

function choosing(part, { id, name }) {
  const required = part.required !== false;
  const items = part.type === 3
    ? part.options.map((option) => ({ name: option.label, value: option.value, description: option.description, chosen: option.default }))
    : entities(part);
  let made = null;
  const box = h("div", {});
  const build = (chosen) => {
    const given = chosen ? items.map((item) => ({ ...item, chosen: chosen.includes(item.value) })) : items;
    made = select({ id, required, label: name, placeholder: part.placeholder, items: given, min: required ? part.min_values ?? 1 : 0, max: part.max_values ?? 1, onDone: () => {} });
    box.replaceChildren(made.element);
  };
  build(null);
  return {
    element: box, focus: () => made.button.focus(), value: () => made.values(), set: build,
    fault: () => (required && (part.min_values ?? 1) > 0 && !made.values().length ? `${name}: please choose.` : null),
  };
}

function options(part, type, group) {
  return part.options.map((option) => {
    const id = uid("box");
    const input = h("input", { type, id, name: group, value: option.value });
    input.checked = Boolean(option.default);
    return { input, element: h("label", { class: "option", for: id }, input, h("span", { class: "choice-text" }, h("span", {}, option.label), option.description ? h("span", { class: "choice-hint" }, option.description) : null)) };
  });
}

function grouped(part, role, labels, made) {
  return h("div", { class: "options", role, "aria-labelledby": labels.label, "aria-describedby": labels.hint, "aria-required": role === "radiogroup" && part.required !== false ? "true" : null }, made.map((entry) => entry.element));
}

function radios(part, labels) {
  const made = options(part, "radio", uid("radio"));
  const value = () => made.find((entry) => entry.input.checked)?.input.value ?? null;
  return {
    element: grouped(part, "radiogroup", labels, made), focus: () => (made.find((entry) => entry.input.checked) || made[0]).input.focus(), value,
    set: (old) => made.forEach((entry) => { entry.input.checked = entry.input.value === old; }),
    fault: () => (part.required !== false && value() === null ? `${labels.name}: please choose one.` : null),
  };
}

function checks(part, labels) {
  const made = options(part, "checkbox", uid("check"));
  const value = () => made.filter((entry) => entry.input.checked).map((entry) => entry.input.value);
  const max = part.max_values ?? made.length;
  const min = part.min_values ?? (part.required === false ? 0 : 1);
  return {
    element: grouped(part, "group", labels, made), focus: () => made[0].input.focus(), value,
    set: (old) => made.forEach((entry) => { entry.input.checked = old.includes(entry.input.value); }),
    fault: () => {
      const count = value().length;
      if (count < min && (count || part.required !== false)) return `${labels.name}: choose at least ${min}.`;
      return count > max ? `${labels.name}: choose at most ${max}.` : null;
    },
  };
}

function check(part, { id, hint, name }) {
  const input = h("input", { type: "checkbox", id, "aria-describedby": hint });
  input.checked = Boolean(part.default);
  return { element: h("label", { class: "option", for: id }, input, h("span", {}, name)), focus: () => input.focus(), value: () => input.checked, set: (old) => { input.checked = old; }, fault: () => null };
}

function upload(part, { id, hint, name }) {
  const max = part.max_values ?? 1;
  const min = part.required === false ? 0 : part.min_values ?? 1;
  const input = h("input", { type: "file", id, multiple: max > 1, "aria-describedby": hint, "aria-required": min > 0 || null, onchange: () => say() });
  const list = h("p", { class: "hint" });
  const say = () => { list.textContent = [...input.files].map((file) => `${file.name} (${bytes(file.size)})`).join(", "); };
  return {
    element: h("div", {}, input, list), focus: () => input.focus(), set: () => {},
    value: () => Promise.all([...input.files].map(packed)),
    fault: () => {
      const count = input.files.length;
      if (count < min) return `${name}: please choose ${min === 1 ? "a file" : `at least ${min} files`}.`;
      return count > max ? `${name}: at most ${max} ${max === 1 ? "file" : "files"}.` : null;
    },
  };
}

/** Draw one part of a modal; fields are added to `fields`. */
function draw(part, fields) {
  if (part.type === 10) return rich(part.html, part.content);
  if (part.type === 1) return part.components.map((inner) => draw({ type: 18, label: inner.label || inner.placeholder || "", component: inner }, fields));
  if (part.type !== 18) return unknown(part).element;
  const id = uid("field");
  const labels = { id, label: `${id}-label`, hint: part.description ? `${id}-hint` : null, name: part.label };
  const made = field(part.component, labels);
  const needed = part.component.required !== false && part.component.type !== CHECKBOX;
  const error = h("p", { class: "error", role: "alert" });
  fields.push({ ...made, error });
  const grouped = part.component.type === 21 || part.component.type === 22;
  const label = part.component.type === CHECKBOX ? null
    : h(grouped ? "div" : "label", { class: "label", id: labels.label, for: grouped ? null : id }, part.label, needed ? h("span", { class: "must", title: "needed" }, " *") : null);
  return h("div", { class: "field" }, label, part.description ? h("p", { class: "hint", id: labels.hint }, part.description) : null, made.element, error);
}

/** Show a modal until it is sent or left; `onClosed` gives the focus back. */
export function openModal(modal, onClosed) {
  document.querySelector("dialog.modal")?.close();
  const fields = [];
  const drawerName = `modal:${modal.custom_id}`;
  const title = uid("title");
  const error = h("p", { class: "error", role: "alert" });
  const button = h("button", { type: "submit", class: "button primary" }, "Submit");
  const leave = () => dialog.close();
  const form = h("form", { novalidate: true, onsubmit: submit, oninput: keep, onchange: keep },
    h("div", { class: "modal-body" }, modal.components.map((part) => draw(part, fields))),
    error,
    h("div", { class: "modal-foot" }, h("button", { type: "button", class: "button secondary", onclick: leave }, "Cancel"), button));
  const dialog = h("dialog", { class: "modal", "aria-labelledby": title, onclose: closed, onmousedown: (event) => event.target === dialog && event.preventDefault() },
    h("header", {}, h("h2", { id: title }, modal.title), iconButton("close", "Close", leave)), form);
  let sent = false;

  // A draft is taken up only by the very form it was written in: the bot may have put newer values into it.
  const shape = JSON.stringify(modal.components);
  const old = draft(drawerName);
  if (old?.shape === shape) for (const entry of fields) if (entry.customId in old.values) entry.set(old.values[entry.customId]);
  document.body.append(dialog);
  dialog.showModal();
  (fields[0]?.focus || (() => button.focus()))();

  function keep() {
    const typed = fields.filter((entry) => entry.part.type !== 19).map((entry) => [entry.customId, entry.value()]);
    keepDraft(drawerName, { shape, values: Object.fromEntries(typed.filter(([, value]) => value !== undefined)) });
  }

  async function submit(event) {
    event.preventDefault();
    if (button.disabled) return;
    let first = null;
    for (const entry of fields) {
      entry.error.textContent = entry.fault() || "";
      if (entry.error.textContent) first ??= entry;
    }
    if (first) return first.focus();
    button.disabled = true;
    error.textContent = "";
    try {
      keep();
      const values = {};
      for (const entry of fields) {
        const value = await entry.value();
        if (value !== undefined) values[entry.customId] = value;
      }
      const { interaction } = await send("submit", { member: store.member, modal: modal.id, fields: values });
      const reason = await outcome(interaction);
      if (reason !== null) throw new Error(`That did not arrive: ${reason}. What you wrote is kept; try again.`);
      keepDraft(drawerName, null);
      sent = true;
      dialog.close();
    } catch (refusal) {
      error.textContent = refusal.message;
      button.disabled = false;
    }
  }

  function closed() {
    dialog.remove();
    if (!sent) send("dismiss", { member: store.member, modal: modal.id }).catch(() => {});
    onClosed(sent);
  }
}

/** Close a modal that belongs to another member or connection. */
export function closeModal() {
  document.querySelector("dialog.modal")?.close();
}
