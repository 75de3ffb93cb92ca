// One message and the list of them: who said it, when, to whom, and what can be done with it.

import { h, icon, rich, avatar, announce, renew } from "./dom.js";
import { component, embed, fileCard, ownAddress } from "./components.js";
import { stamp, day, words } from "./time.js";
import { store, room, messagesIn, outcome, channelNamed, isHead, me } from "./store.js";
import { send } from "./api.js";
import { apps, memberMenu, menuButton, messageMenu } from "./menus.js";

const TOGETHER_MS = 5 * 60_000;
const drawn = new Map();
const faults = new Map();

/** Press something on a message and wait until the bot answered; true when it did. */
async function press(message, customId, values, element) {
  if (element.getAttribute("aria-busy")) return false;
  element.setAttribute("aria-busy", "true");
  let reason;
  try {
    const { interaction } = await send("click", { member: store.member, channel: message.channel, message: message.id, custom_id: customId, values });
    reason = await outcome(interaction);
  } catch (refusal) {
    reason = refusal.message;
  }
  element.removeAttribute("aria-busy");
  fault(message.id, reason);
  return reason === null;
}

/** Use a command of a menu on something and say under the message it was used on when it failed. */
async function use(message, name, kind, target) {
  let reason;
  try {
    const { interaction } = await send("context", { member: store.member, channel: message.channel, name, target, kind });
    reason = await outcome(interaction);
  } catch (refusal) {
    reason = refusal.message;
  }
  fault(message.id, reason);
}

/** Go to another channel or thread; whoever conducts the page listens. */
const go = (channel) => document.dispatchEvent(new CustomEvent("go", { detail: channel }));

/** The button that opens a message's menu. */
function tools(message) {
  if (message.loading) return null;
  const latest = () => room(message.channel).messages.get(message.id) || message;
  const open = (button) => messageMenu(button, latest(), { use: (...what) => use(message, ...what), go });
  return menuButton("More: apps and threads", open, { class: "icon-button tools", "data-key": `more-${message.id}` });
}

/** Who wrote it: a button where the bot has commands for members. */
function author(message) {
  if (message.author.bot || !apps(2).length) return h("strong", { class: "name" }, message.author.name);
  return h("button", {
    type: "button", class: "name name-button", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": `who-${message.id}`,
    onclick: (event) => memberMenu(event.currentTarget, message.author, (...what) => use(message, ...what)),
  }, message.author.name);
}

function threadLink(message) {
  const thread = message.thread && channelNamed(message.thread);
  if (!thread) return null;
  return h("button", { type: "button", class: "thread-link", onclick: () => go(thread.id) }, icon("thread"), h("span", {}, thread.name));
}

/** Say under a message that what was pressed on it failed, or take that away. */
function fault(id, reason) {
  if (reason === null) faults.delete(id);
  else faults.set(id, reason);
  drawn.get(id)?.element.dispatchEvent(new CustomEvent("redraw", { bubbles: true }));
  if (reason !== null) announce(`This interaction failed: ${reason}`);
}

/** "This interaction failed", and why in small. */
function failure(reason) {
  return h("p", { class: "failed" }, h("strong", {}, "This interaction failed"), h("span", { class: "hint" }, reason ? ` · ${reason}` : ""));
}

function attachment(file) {
  const address = ownAddress(file.url);
  if (address && file.type?.startsWith("image/")) {
    const alt = file.alt || file.name;
    return h("a", { class: "picture", href: address, target: "_blank", rel: "noopener", "aria-label": `Open the picture: ${alt}` }, h("img", { src: address, alt, loading: "lazy", title: alt }));
  }
  return fileCard(file);
}

function above(message) {
  if (message.command) {
    return h("p", { class: "above" }, h("strong", {}, message.command.user?.name ?? message.command.user), " used ", h("span", { class: "mention" }, `/${message.command.name}`));
  }
  if (!message.reply_to) return null;
  const to = message.reply_to;
  return h("button", { type: "button", class: "above jump", onclick: () => (to.channel === message.channel ? jump(to.id) : go(to.channel)) }, icon("reply"), h("strong", {}, to.author?.name ?? to.author ?? ""), " ", h("span", { class: "excerpt" }, to.excerpt || "a message"));
}

function jump(id) {
  const element = drawn.get(id)?.element;
  if (!element) return announce("That message is not shown here.");
  element.focus();
  element.scrollIntoView({ block: "center" });
}

function below(message) {
  if (!message.ephemeral) return null;
  const dismiss = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      await send("dismiss", { member: store.member, message: message.id });
      room(message.channel).messages.delete(message.id);
      button.dispatchEvent(new CustomEvent("redraw", { bubbles: true }));
      document.getElementById("entry")?.focus();
    } catch (refusal) {
      button.disabled = false;
      fault(message.id, refusal.message);
    }
  };
  return h("p", { class: "private" }, icon("eye"), h("span", {}, "Only you can see this"), h("span", { "aria-hidden": "true" }, "·"), h("button", { type: "button", class: "plain", onclick: dismiss }, "Dismiss"));
}

/** Does a message ping this window's member, by name or by role? */
const pinged = (message) => message.mentions.some((id) => id === store.member || me().roles?.includes(id));

/** Draw one message; `together` leaves out the name that stands above already. */
function draw(message, together) {
  const heading = together ? null : h("div", { class: "who" },
    author(message),
    message.author.bot ? h("span", { class: "tag" }, "bot") : null,
    pinged(message) ? h("span", { class: "tag" }, "mentions you") : null,
    stamp(message.time_ms, "t", "at"));
  const parts = message.loading
    ? [h("p", { class: "thinking" }, `${message.author.name} is thinking`, h("span", { class: "dots", "aria-hidden": "true" }))]
    : [
        message.thread && message.thread !== message.id ? h("p", { class: "hint" }, "started a thread")
          : isHead(message) ? h("p", { class: "hint" }, "started this thread") : message.html || message.content ? rich(message.html, message.content) : null,
        (message.embeds || []).map(embed),
        message.components.map((part) => component(part, (id, values, element) => press(message, id, values, element))),
        message.attachments.map(attachment),
        threadLink(message),
        message.edited_ms ? h("span", { class: "edited", title: words(message.edited_ms, "F") }, "(edited)") : null,
      ];
  return h("article", {
    class: `message ${together ? "together" : ""} ${message.ephemeral ? "ephemeral" : ""} ${pinged(message) ? "pinged" : ""}`, tabindex: "-1", "data-id": message.id,
    "aria-label": `${message.author.name}, ${words(message.time_ms, "t")}${message.ephemeral ? ", only you can see this" : ""}`,
  },
  together ? h("span", { class: "gutter" }, stamp(message.time_ms, "t", "at")) : avatar(message.author),
  h("div", { class: "body" }, above(message), heading, parts, message.failed ? failure("") : faults.has(message.id) ? failure(faults.get(message.id)) : null, below(message)),
  tools(message));
}

/** A command of one's own that the bot has not answered, or did not answer in time. */
function drawNote(note, forget) {
  const text = [h("strong", {}, note.user), " used ", h("span", { class: "mention" }, `/${note.command}`)];
  return h("article", { class: "message note", tabindex: "-1" }, h("span", { class: "gutter" }),
    h("div", { class: "body" }, h("p", { class: "above" }, text),
      note.reason === undefined
        ? h("p", { class: "thinking" }, "Waiting for the bot", h("span", { class: "dots", "aria-hidden": "true" }))
        : [failure(note.reason), h("button", { type: "button", class: "plain", onclick: forget }, "Dismiss")]));
}

/** Put the focus back into a message that was drawn again, unless it is still where it was. */
function hold(element, active) {
  if (active.isConnected && !active.disabled) return;
  const id = active.getAttribute("data-custom-id");
  const same = id && element.querySelector(`[data-custom-id="${CSS.escape(id)}"]:not([disabled])`);
  const first = element.querySelector("[data-custom-id]:not([disabled])");
  (same || first || element).focus({ preventScroll: true });
}

function drawAgain(message, together) {
  const key = JSON.stringify([message, together, apps(2).length > 0, channelNamed(message.thread)?.name, me().roles, faults.get(message.id)]);
  const known = drawn.get(message.id);
  if (known?.key === key) return known.element;
  const fresh = draw(message, together);
  if (!known) {
    drawn.set(message.id, { key, element: fresh });
    return fresh;
  }
  const active = known.element.contains(document.activeElement) ? document.activeElement : null;
  known.key = key;
  renew(known.element, fresh);
  if (active) hold(known.element, active);
  return known.element;
}

/** Draw the channel's messages into `log`, keeping what has not changed, the focus and the place. */
export function drawLog(log, { onOlder }) {
  const place = room();
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const parts = [];
  if (place.more) parts.push(h("button", { type: "button", class: "button secondary older", onclick: onOlder }, "Show older messages"));
  let previous = null;
  for (const message of messagesIn(store.channel)) {
    const today = day(message.time_ms);
    if (!previous || day(previous.time_ms) !== today) {
      parts.push(h("div", { class: "day", role: "separator" }, h("span", {}, today)));
      previous = null;
    }
    const together = Boolean(previous) && previous.author.id === message.author.id && previous.ephemeral === message.ephemeral
      && !message.command && !message.reply_to && message.time_ms - previous.time_ms < TOGETHER_MS;
    parts.push(drawAgain(message, together));
    previous = message;
  }
  if (!previous && place.loaded) parts.push(h("div", { class: "empty" }, h("p", {}, "Nothing here yet."), h("p", { class: "hint" }, "Type / to see what the bot can do.")));
  for (const note of place.notes) {
    parts.push(drawNote(note, () => {
      place.notes.splice(place.notes.indexOf(note), 1);
      drawLog(log, { onOlder });
    }));
  }
  put(log, parts);
  for (const [id, known] of drawn) if (!known.element.isConnected) drawn.delete(id);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

/** Replace children, touching only those that differ. */
function put(log, parts) {
  for (const child of [...log.children]) if (!parts.includes(child)) child.remove();
  parts.forEach((part, at) => log.children[at] !== part && log.insertBefore(part, log.children[at] || null));
}

/** Forget all drawn messages (another member, another channel). */
export function forgetDrawn() {
  drawn.clear();
  faults.clear();
}

/** What a message says as it is drawn now: its texts by what is in them besides times and small print. */
export function said(message) {
  const parts = drawn.get(message.id)?.element.querySelectorAll(".md") || [];
  return new Map([...parts].map((part) => {
    const lasting = part.cloneNode(true);
    for (const passing of lasting.querySelectorAll("time, .small")) passing.remove();
    return [lasting.textContent.trim(), part.textContent];
  }));
}

/** A message in one line, to be said aloud; of one that changed only what is new, and nothing where that is little. */
export function spoken(message, before = new Map()) {
  const fresh = [...said(message)].filter(([lasting]) => lasting && !before.has(lasting)).map(([, text]) => text);
  if (!fresh.length) return null;
  return `${message.author.name}${message.ephemeral ? ", only to you" : ""}: ${fresh.join(" ").slice(0, 300)}`;
}
