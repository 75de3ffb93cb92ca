// Making and finding elements, pictograms, and saying things aloud. Knows nothing of chats.

const shapes = {
  menu: "M3 6h14M3 10h14M3 14h14",
  close: "M5 5l10 10M15 5L5 15",
  send: "M3 10l14-6-5 13-3-5zM9 12l8-8",
  plus: "M10 4v12M4 10h12",
  eye: "M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4",
  hash: "M7.5 3.5L6 16.5M14 3.5l-1.5 13M4 7.5h13M3 12.5h13",
  at: "M13 7v4.5c0 2.500 4 2.500 4-1.500a7 7 0 1 0-3 5.700M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0",
  file: "M5 2.500h6.500L15.500 6.500v11H5zM11.500 2.500v4h4",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  light: "M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1 1M14.700 14.700l1 1M4.300 15.700l1-1M14.700 5.300l1-1",
  dark: "M16.500 12A7 7 0 0 1 8 3.500a7 7 0 1 0 8.500 8.500z",
  tools: "M3 6h7M14 6h3M3 14h3M10 14h7M12 3.800v4.400M8 11.800v4.400",
  window: "M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7",
  more: "M4.500 10h.01M10 10h.01M15.500 10h.01",
  thread: "M4 4v8a3 3 0 0 0 3 3h9M12.500 11.500L16 15l-3.500 3.500M8 6h8M8 10h5",
  lock: "M5.500 9h9v7.500h-9zM7.500 9V6.500a2.500 2.500 0 0 1 5 0V9",
  check: "M4 10.500l4 4 8-9",
  reply: "M8 5L3.500 9.500 8 14M4 9.500h6c4 0 6 2 6 5.500",
  clip: "M14.500 9.500l-5 5a3 3 0 0 1-4.300-4.300l6-6a2 2 0 0 1 2.900 2.900l-5.700 5.700a1 1 0 0 1-1.400-1.400l4.700-4.700",
};

/** Make an element: attributes by name, `on…` as listeners, null and false left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A pictogram; it says nothing to a screen reader, the thing around it does. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", shapes[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only a pictogram and is called `label`. */
export function iconButton(name, label, onclick, attributes = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...attributes }, icon(name));
}

/** Text that the server has made safe HTML of; every other text on this page is set as text. */
export function rich(html, plain = "") {
  const box = h("div", { class: "md" });
  if (html === undefined || html === null) box.textContent = plain;
  else box.innerHTML = html;
  for (const code of box.querySelectorAll("pre")) code.tabIndex = 0;
  return box;
}

/** Say something to those who listen to the page, if there is something to say. */
export function announce(text) {
  if (!text) return;
  const live = document.getElementById("said");
  live.textContent = live.textContent === text ? `${text}\u00a0` : text;
}

const kept = new Set(["aria-busy"]);

/** Can one element become the other in place, with the focus, or an open list, in it? */
function alike(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return false;
  return old.nodeType !== 1 || (old.dataset.customId === fresh.dataset.customId && old.dataset.part === fresh.dataset.part);
}

/** Make an element like a fresh one that it is alike to; what has not changed is left alone. */
export function renew(old, fresh) {
  // A part that is the same as before may have been used since: what was chosen in it stays.
  if (fresh.dataset?.part || old.isEqualNode(fresh)) return;
  if (old.nodeType !== 1) {
    old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !kept.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((child, at) => {
    if (!before[at]) old.append(child);
    else if (alike(before[at], child)) renew(before[at], child);
    else before[at].replaceWith(child);
  });
  for (const extra of before.slice(after.length)) extra.remove();
}

let last = 0;
/** A name for an element that no other has. */
export function uid(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

/** A round sign for a person, with their first letters. */
export function avatar(person) {
  const name = person.name || "?";
  const letters = name.split(/\s+/).map((word) => Array.from(word)[0] || "").join("").slice(0, 2).toUpperCase();
  const hue = Array.from(String(person.id)).reduce((sum, digit) => (sum * 31 + digit.charCodeAt(0)) % 8, 7);
  return h("span", { class: `avatar tint-${person.bot ? "bot" : hue}`, "aria-hidden": "true" }, letters);
}

/** Revealing a spoiler, by mouse or keyboard, wherever it stands. */
export function watchSpoilers(root) {
  const reveal = (event) => {
    const spoiler = event.target.closest(".spoiler:not(.shown)");
    if (!spoiler || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    spoiler.classList.add("shown");
    for (const name of ["role", "aria-label"]) spoiler.removeAttribute(name);
  };
  root.addEventListener("click", reveal, true);
  root.addEventListener("keydown", reveal, true);
}
