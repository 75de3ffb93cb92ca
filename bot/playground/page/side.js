// The left side: places to write in, and who this window is.

import { h, icon, iconButton, avatar } from "./dom.js";
import { store, me, room } from "./store.js";

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
  const { guild, bot, channels } = store.world;
  const news = channels.map((channel) => room(channel.id).unread);
  if (same(root, guild, bot, channels, news, store.channel, me(), themeIcon())) return;
  const active = document.activeElement;
  const memory = root.contains(active) ? active.dataset.key : null;
  const places = channels.filter((channel) => channel.kind !== "dm");
  const direct = channels.filter((channel) => channel.kind === "dm");
  root.replaceChildren(
    h("div", { class: "guild" },
      h("h1", {}, guild.name),
      iconButton("close", "Close the list of places", actions.closeDrawer, { class: "icon-button narrow-only" })),
    h("nav", { "aria-label": "Places" },
      group("Channels", places, (channel) => placeButton(channel, icon(channel.kind === "thread" ? "reply" : "hash"), actions)),
      group("Direct messages", direct, (channel) => placeButton(channel, presence(bot), actions))),
    h("div", { class: "self" },
      h("button", { type: "button", class: "self-button", "data-key": "self", "aria-haspopup": "dialog", onclick: actions.people },
        avatar(me()),
        h("span", { class: "self-text" }, h("strong", {}, me().name), h("span", { class: "hint" }, me().admin ? "Admin · switch" : "Switch member"))),
      iconButton(themeIcon(), "Light or dark", actions.theme, { "data-key": "theme" }),
      iconButton("tools", "Clock, bot and checks", actions.tools, { "data-key": "tools" })));
  if (memory) root.querySelector(`[data-key="${CSS.escape(memory)}"]`)?.focus();
}

function group(name, channels, draw) {
  if (!channels.length) return null;
  return h("section", {}, h("h2", {}, name), h("ul", {}, channels.map((channel) => h("li", {}, draw(channel)))));
}

function presence(bot) {
  return h("span", { class: "presence" }, avatar({ ...bot, bot: true }), h("span", { class: `dot ${bot?.online ? "on" : ""}` }));
}

function placeButton(channel, sign, actions) {
  const here = channel.id === store.channel;
  const { unread } = room(channel.id);
  const bot = channel.kind === "dm" ? `, ${store.world.bot?.online ? "online" : "offline"}` : "";
  return h("button", {
    type: "button", class: `place ${unread ? "unread" : ""}`, "aria-current": here ? "page" : null, "data-key": channel.id,
    "aria-label": `${channel.name}${bot}${unread ? `, ${unread} new` : ""}`,
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
export function drawHead(root, channel, openDrawer) {
  const unread = store.world.channels.some((other) => other.id !== channel.id && room(other.id).unread);
  if (same(root, channel, unread)) return;
  const about = channel.kind === "dm" ? "Only you and the bot read this" : "Everyone here reads this, unless it says otherwise";
  root.replaceChildren(
    iconButton("menu", unread ? "Places and people, something new" : "Places and people", openDrawer, { class: `icon-button narrow-only ${unread ? "has-news" : ""}`, id: "menu" }),
    icon(channel.kind === "dm" ? "at" : "hash"),
    h("h2", {}, channel.name),
    h("span", { class: "hint about" }, about));
}
