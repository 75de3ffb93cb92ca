// The left side: places to write in, and who this window is.

import { h, icon, iconButton, avatar, rich } from "./dom.js";
import { store, me, room } from "./store.js";
import { menuButton } from "./menus.js";
import { stamp } from "./time.js";

const shown = new Map();

/** Has what this part shows stayed the same? Then its buttons stay too, under whatever is about to press them. */
function same(root, ...facts) {
  const key = JSON.stringify(facts);
  if (shown.get(root.id) === key && root.hasChildNodes()) return true;
  shown.set(root.id, key);
  return false;
}

/** Draw the sidebar; `actions` says what its buttons do. */
export function drawSide(root, actions) {
  const { guild, bot, channels, events } = store.world;
  const news = channels.map((channel) => room(channel.id).unread);
  if (same(root, guild, bot, channels, events, news, store.channel, me(), themeIcon())) return;
  const active = document.activeElement;
  const memory = root.contains(active) ? active.dataset.key : null;
  const places = channels.filter((channel) => channel.kind === "text");
  const direct = channels.filter((channel) => channel.kind === "dm");
  root.replaceChildren(
    h("div", { class: "guild" },
      h("h1", {}, guild.name),
      iconButton("close", "Close the list of places", actions.closeDrawer, { class: "icon-button narrow-only" })),
    h("nav", { "aria-label": "Places" },
      group("Channels", places, (channel) => placeButton(channel, icon("hash"), actions), (channel) => threadsOf(channels, channel, actions)),
      group("Direct messages", direct, (channel) => placeButton(channel, presence(bot), actions)),
      events.length ? h("section", {}, h("h2", {}, "Events"), h("ul", {}, events.map(happening))) : null),
    h("div", { class: "self" },
      h("button", { type: "button", class: "self-button", "data-key": "self", "aria-haspopup": "dialog", onclick: actions.people },
        avatar(me()),
        h("span", { class: "self-text" }, h("strong", {}, me().name), h("span", { class: "hint" }, me().admin ? "Admin · switch" : "Switch member"))),
      iconButton(themeIcon(), "Light or dark", actions.theme, { "data-key": "theme" }),
      iconButton("tools", "Clock, bot and checks", actions.tools, { "data-key": "tools" })));
  if (memory) root.querySelector(`[data-key="${CSS.escape(memory)}"]`)?.focus();
}

function group(name, channels, draw, inside = () => null) {
  if (!channels.length) return null;
  return h("section", {}, h("h2", {}, name), h("ul", {}, channels.map((channel) => h("li", {}, draw(channel), inside(channel)))));
}

/** The threads of a channel; archived ones only while they are open here. */
function threadsOf(channels, channel, actions) {
  const threads = channels.filter((each) => each.parent === channel.id && (!each.archived || each.id === store.channel));
  if (!threads.length) return null;
  return h("ul", { class: "threads", "aria-label": `Threads in ${channel.name}` }, threads.map((thread) => h("li", {}, placeButton(thread, icon(thread.private ? "lock" : "thread"), actions))));
}

/** A scheduled event: what, when and where. */
function happening(event) {
  const when = event.active ? ["Now, until ", stamp(event.end_ms, "t")] : [stamp(event.start_ms, "f"), " · ", stamp(event.start_ms, "R")];
  return h("li", { class: "happening" },
    h("strong", {}, event.name),
    h("span", {}, when, event.recurs ? " · repeats" : null),
    h("span", { class: "hint" }, `in ${event.location} · by ${event.creator}`),
    event.html ? rich(event.html) : null);
}

function presence(bot) {
  return h("span", { class: "presence" }, avatar({ ...bot, bot: true }), h("span", { class: `dot ${bot?.online ? "on" : ""}` }));
}

function placeButton(channel, sign, actions) {
  const here = channel.id === store.channel;
  const { unread } = room(channel.id);
  const what = channel.kind === "thread" ? `${channel.private ? "private " : ""}thread ` : "";
  const bot = channel.kind === "dm" ? `, ${store.world.bot?.online ? "online" : "offline"}` : "";
  return h("button", {
    type: "button", class: `place ${unread ? "unread" : ""}`, "aria-current": here ? "page" : null, "data-key": channel.id,
    "aria-label": `${what}${channel.name}${bot}${unread ? `, ${unread} new` : ""}`,
    onclick: () => actions.go(channel.id),
  }, sign, h("span", { class: "place-name" }, channel.name), unread ? h("span", { class: "badge", "aria-hidden": "true" }, unread > 99 ? "99+" : unread) : null);
}

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Take up the colours chosen in this browser; the system's unless one was chosen. */
export function applyTheme() {
  const chosen = localStorage.getItem("holdout:theme");
  document.documentElement.dataset.theme = chosen || (dark.matches ? "dark" : "light");
}
dark.addEventListener("change", applyTheme);

/** Change between light and dark. */
export function toggleTheme() {
  localStorage.setItem("holdout:theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  applyTheme();
}

const themeIcon = () => (document.documentElement.dataset.theme === "dark" ? "light" : "dark");

/** The line above the messages. */
export function drawHead(root, channel, openDrawer, openMenu) {
  const unread = store.world.channels.some((other) => other.id !== channel.id && room(other.id).unread);
  if (same(root, channel, unread)) return;
  const held = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const parent = store.world.channels.find((other) => other.id === channel.parent);
  const about = channel.kind === "dm" ? "Only you and the bot read this"
    : channel.private ? "Only those who are in it read this"
    : parent ? `A thread in #${parent.name}` : "Everyone here reads this, unless it says otherwise";
  const state = channel.locked ? "locked" : channel.archived ? "archived" : null;
  const sign = { dm: "at", text: "hash", thread: channel.private ? "lock" : "thread" }[channel.kind];
  root.replaceChildren(
    iconButton("menu", unread ? "Places and people, something new" : "Places and people", openDrawer, { class: `icon-button narrow-only ${unread ? "has-news" : ""}`, id: "menu" }),
    icon(sign),
    h("h2", {}, channel.name),
    ...(state ? [h("span", { class: "tag state" }, state)] : []),
    h("span", { class: "hint about" }, about),
    ...(channel.kind === "dm" ? [] : [menuButton(channel.kind === "thread" ? "This thread" : "Threads", (button) => openMenu(button, channel), { "data-key": "place" })]));
  if (held) root.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
}
