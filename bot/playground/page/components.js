// What a message is built of (Components V2 and classic rows), drawn from the raw components.

import { h, icon, rich } from "./dom.js";
import { select } from "./picker.js";
import { store } from "./store.js";

const kinds = {
  1: row, 2: button, 3: stringSelect, 5: entitySelect, 6: entitySelect, 7: entitySelect, 8: entitySelect,
  9: section, 10: text, 11: thumbnail, 12: gallery, 13: file, 14: separator, 17: container,
};
const looks = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary" };

/** Draw one component; `press(custom_id, values, element)` is called for those that can be used. */
export function component(part, press) {
  const draw = kinds[part.type];
  if (draw) return draw(part, press);
  return h("p", { class: "hint" }, `A component of type ${part.type}, which this page does not draw.`);
}

const all = (parts, press) => (parts || []).map((part) => component(part, press));

function row(part, press) {
  return h("div", { class: "row" }, all(part.components, press));
}

/** An emoji is shown if it is text; a picture of the server's own by its name. */
function emoji(sign) {
  if (!sign) return null;
  return h("span", { "aria-hidden": "true" }, sign.id ? `:${sign.name}:` : sign.name);
}

function button(part, press) {
  const look = `button ${looks[part.style] || "secondary"}`;
  const inside = [emoji(part.emoji), part.label ? h("span", {}, part.label) : null];
  const label = part.label ? null : part.emoji?.name || "Button";
  if (part.style === 5) {
    const address = webAddress(part.url);
    if (address && !part.disabled) return h("a", { class: look, href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": label }, inside, icon("window"));
    return h("button", { type: "button", class: look, disabled: true, "aria-label": label }, inside);
  }
  return h("button", {
    type: "button", class: look, disabled: part.disabled, "aria-label": label, "data-custom-id": part.custom_id,
    onclick: (event) => press(part.custom_id, undefined, event.currentTarget),
  }, inside);
}

function webAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

function stringSelect(part, press) {
  const items = part.options.map((option) => ({ name: option.label, value: option.value, description: option.description, chosen: option.default, sign: emoji(option.emoji) }));
  return choosing(part, items, press);
}

function entitySelect(part, press) {
  return choosing(part, entities(part), press);
}

/** The people, roles and places that a select of this type offers. */
export function entities(part) {
  const { members, bot, roles, channels } = store.world;
  const preset = new Set((part.default_values || []).map((value) => value.id));
  const people = [...members, ...(bot ? [bot] : [])].map((member) => ({ name: member.name, value: member.id, description: member.admin ? "admin" : null }));
  const groups = roles.map((role) => ({ name: `@${role.name.replace(/^@/, "")}`, value: role.id }));
  const kindOf = (channel) => (channel.kind === "thread" ? (channel.private ? 12 : 11) : 0);
  const asked = part.channel_types?.length ? part.channel_types : null;
  const places = channels.filter((channel) => channel.kind !== "dm" && (!asked || asked.includes(kindOf(channel)))).map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
  const offered = { 5: people, 6: groups, 7: [...people, ...groups], 8: places }[part.type];
  return offered.map((item) => ({ ...item, chosen: preset.has(item.value) }));
}

const nouns = { 3: "Choose", 5: "Choose a member", 6: "Choose a role", 7: "Choose a member or role", 8: "Choose a channel" };

function choosing(part, items, press) {
  const max = Math.min(part.max_values ?? 1, Math.max(items.length, 1));
  const made = select({
    label: part.placeholder || nouns[part.type],
    placeholder: part.placeholder,
    items,
    min: part.min_values ?? 1,
    max,
    disabled: part.disabled,
    customId: part.custom_id,
    onDone: async (values) => {
      if (!(await press(part.custom_id, values, made.button))) made.clear();
    },
  });
  made.element.dataset.part = JSON.stringify([part, items]);
  return made.element;
}

function section(part, press) {
  return h("div", { class: "section" },
    h("div", { class: "section-text" }, all(part.components, press)),
    part.accessory ? h("div", { class: "section-side" }, component(part.accessory, press)) : null);
}

function text(part) {
  return rich(part.html, part.content);
}

/** A picture is loaded from this server alone; anything else is named. */
export function ownAddress(address) {
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

function hiding(part, element) {
  if (!part.spoiler) return element;
  return h("span", { class: "spoiler block", role: "button", tabindex: "0", "aria-label": "Spoiler, hidden" }, element);
}

function picture(item, className) {
  const address = ownAddress(item.media?.url);
  if (!address) return h("p", { class: "hint" }, item.description || "A picture from elsewhere, not loaded.");
  const name = item.description || "";
  if (/\.(mp4|webm|mov)$/i.test(address)) return hiding(item, h("video", { class: className, src: address, controls: true, "aria-label": name || "Video" }));
  const open = name ? `Open the picture: ${name}` : "Open the picture";
  return hiding(item, h("a", { class: className, href: address, target: "_blank", rel: "noopener", "aria-label": open }, h("img", { src: address, alt: name, loading: "lazy", title: name || null })));
}

function thumbnail(part) {
  return picture(part, "thumbnail");
}

function gallery(part) {
  return h("div", { class: `gallery of-${Math.min(part.items.length, 4)}` }, part.items.map((item) => picture(item, "picture")));
}

function file(part) {
  return hiding(part, fileCard({ name: part.name, url: part.file?.url, size: part.size }));
}

/** A file to be taken home. */
export function fileCard({ name, url, size }) {
  const address = ownAddress(url);
  const called = name || decodeURIComponent((address || "file").split("?")[0].split("/").pop());
  const inside = [icon("file"), h("span", { class: "file-name" }, called), size ? h("span", { class: "hint" }, bytes(size)) : null];
  return address ? h("a", { class: "file", href: address, download: called }, inside) : h("span", { class: "file" }, inside);
}

/** "3.4 KB". */
export function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${(size / 1000).toFixed(1)} KB` : `${(size / 1e6).toFixed(1)} MB`;
}

function separator(part) {
  return h("div", { class: `separator ${part.divider === false ? "" : "ruled"} ${part.spacing === 2 ? "wide" : ""}`, role: part.divider === false ? null : "separator" });
}

function container(part, press) {
  const box = h("div", { class: "container" }, all(part.components, press));
  if (Number.isInteger(part.accent_color)) {
    box.classList.add("accented");
    box.style.setProperty("--accent-of-card", `#${part.accent_color.toString(16).padStart(6, "0")}`);
  }
  return hiding(part, box);
}

/** A classic embed. */
export function embed(part) {
  const address = webAddress(part.url);
  const small = part.thumbnail ? picture({ media: part.thumbnail, description: "" }, "thumbnail") : null;
  const box = h("div", { class: `container accented embed ${small ? "with-thumbnail" : ""}` },
    small,
    part.author?.name ? h("p", { class: "hint" }, part.author.name) : null,
    part.title ? h("p", { class: "embed-title" }, address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, part.title) : part.title) : null,
    part.description ? rich(part.html, part.description) : null,
    part.fields?.length ? h("div", { class: "embed-fields" }, part.fields.map((field) => h("div", { class: `embed-field ${field.inline ? "inline" : ""}` }, h("strong", {}, field.name), rich(field.html, field.value)))) : null,
    part.image ? picture({ media: part.image, description: "" }, "picture") : null,
    part.footer?.text ? h("p", { class: "hint" }, part.footer.text) : null);
  if (Number.isInteger(part.color)) box.style.setProperty("--accent-of-card", `#${part.color.toString(16).padStart(6, "0")}`);
  return box;
}
