// The page's conductor: takes the world's events in, keeps what the window knows, and has it drawn.

import { h, announce, watchSpoilers } from "./dom.js";
import { Live, read, Refused } from "./api.js";
import { Composer } from "./composer.js";
import { openModal, closeModal } from "./modal.js";
import { closeMenu, placeMenu } from "./menus.js";
import { drawSide, drawHead, applyTheme, toggleTheme } from "./side.js";
import { peopleDialog, toolsDialog, worldChanged } from "./dialogs.js";
import { drawLog, forgetDrawn, said, spoken } from "./message.js";
import { refresh, setClock } from "./time.js";
import { store, room, load, channelNamed, keepDraft, draft, settle, settleAll, formOpened, isHead, me } from "./store.js";

const TYPING_MS = 8000;
const at = (id) => document.getElementById(id);
const log = at("log");
let live = null;
let composer = null;
let connection = "live";
let wasEnd = true;

function draw({ toEnd = false } = {}) {
  if (!store.world || !store.channel) return;
  drawSide(at("sidebar"), actions);
  drawHead(at("head"), channelNamed(store.channel), openDrawer, (button, channel) => placeMenu(button, channel, { go, problem }));
  log.setAttribute("aria-busy", String(!room().loaded));
  log.setAttribute("aria-label", `Messages in ${channelNamed(store.channel).name}`);
  drawMessages(toEnd);
  drawNotices();
  worldChanged();
  const unread = store.world.channels.reduce((sum, channel) => sum + room(channel.id).unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${channelNamed(store.channel).name} · ${me().name} · Holdout playground`;
}

function drawMessages(toEnd = false) {
  drawLog(log, { onOlder: older });
  refresh(true, log);
  if (toEnd) log.scrollTop = log.scrollHeight;
  wasEnd = ended();
  if (wasEnd) at("newer").hidden = true;
}

function drawNotices() {
  const { violations, bot } = store.world;
  const parts = [];
  if (connection === "lost") parts.push(h("p", { class: "notice", role: "status" }, "The connection is lost. Trying again…"));
  if (connection === "restarted") parts.push(h("p", { class: "notice", role: "status" }, "The playground was started again. ", h("button", { type: "button", class: "button secondary", onclick: () => location.reload() }, "Reload")));
  if (connection === "live" && !bot.online) parts.push(h("p", { class: "notice", role: "status" }, `${bot.name} is not here yet.`));
  if (violations.length) {
    const latest = violations[violations.length - 1];
    parts.push(h("div", { class: "notice violation", role: "alert" },
      h("p", {}, h("strong", {}, `${violations.length} broken ${violations.length === 1 ? "rule" : "rules"} of Discord. `), `${latest.where}: ${latest.what}`),
      h("button", { type: "button", class: "button secondary", onclick: toolsDialog }, "All")));
  }
  const key = parts.map((part) => part.textContent).join("\n");
  if (drawNotices.key === key) return;
  drawNotices.key = key;
  at("notices").replaceChildren(...parts);
}

const ended = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

async function older() {
  const place = room();
  const first = [...place.messages.keys()].reduce((least, id) => (least && BigInt(least) < BigInt(id) ? least : id), undefined);
  const height = log.scrollHeight;
  try {
    await load(store.channel, first);
    drawMessages();
    log.scrollTop += log.scrollHeight - height;
  } catch (refusal) {
    problem(refusal);
  }
}

function problem(refusal) {
  at("notices").append(h("p", { class: "notice", role: "alert" }, refusal instanceof Refused ? refusal.message : "Something went wrong in this page. Reload it, please."));
  drawNotices.key = null;
}

async function go(channel, { focus = true } = {}) {
  closeMenu(false);
  if (store.channel !== channel) {
    store.channel = channel;
    keepDraft("channel", channel);
    forgetDrawn();
    log.replaceChildren();
    composer.place();
  }
  closeDrawer(false);
  room().unread = 0;
  draw({ toEnd: true });
  // Where writing opens a keyboard over half the page, it waits to be asked for.
  if (focus && touch.matches) log.focus();
  else if (focus) composer.focus();
  if (room().loaded) return;
  try {
    await load(channel);
    if (store.channel === channel) draw({ toEnd: true });
  } catch (refusal) {
    problem(refusal);
  }
}

function switchMember(id) {
  if (id === store.member) return;
  history.pushState(null, "", `?member=${id}`);
  become(id);
}

/** Make this window another member's. */
function become(id) {
  live?.close();
  closeModal();
  settleAll("you switched to another member");
  Object.assign(store, { member: id, channel: null, world: null });
  store.rooms.clear();
  store.outcomes.clear();
  live = new Live(id, take, connected);
}

function connected(state) {
  connection = state;
  if (state === "lost") settleAll("the connection was lost; look whether it happened");
  if (state === "restarted") {
    const last = Number(sessionStorage.getItem("holdout:reloaded") || 0);
    if (Date.now() - last > 10_000) {
      sessionStorage.setItem("holdout:reloaded", String(Date.now()));
      return location.reload();
    }
  }
  if (store.world) drawNotices();
}

const on = {
  hello({ world }) {
    store.world = world;
    setClock(world.clock);
    const wanted = store.channel || draft("channel");
    const place = channelNamed(wanted) || world.channels.find((channel) => channel.kind === "text") || world.channels[0];
    for (const known of store.rooms.values()) known.loaded = false;
    go(place.id, { focus: !store.channel });
  },
  "message.created"({ channel, message }) {
    room(channel).messages.set(message.id, message);
    room(channel).typing = 0;
    const own = message.author.id === store.member;
    if (channel !== store.channel || document.hidden) room(channel).unread += own || isHead(message) ? 0 : 1;
    // What only this member sees answers what they just did, wherever in the log that was.
    const followed = ended() || message.ephemeral;
    draw({ toEnd: message.ephemeral && channel === store.channel });
    if (channel === store.channel && !own && !message.loading) announce(spoken(message));
    if (channel === store.channel && !followed) at("newer").hidden = false;
  },
  "message.updated"({ channel, message }) {
    room(channel).messages.set(message.id, message);
    const before = said(message);
    draw();
    if (channel === store.channel) announce(spoken(message, before));
  },
  "message.deleted"({ channel, id }) {
    room(channel).messages.delete(id);
    draw();
  },
  "modal.opened": ({ modal }) => formOpened(modal, showForm),
  "interaction.done": ({ interaction }) => settle(interaction, null),
  "interaction.failed": ({ interaction, reason }) => settle(interaction, `${store.world.bot.name} ${reason || "did not answer"}`),
  "commands.changed"({ commands }) {
    store.world.commands = commands;
    draw();
  },
  "channel.created"({ channel }) {
    const known = channelNamed(channel.id);
    if (known) Object.assign(known, channel);
    else store.world.channels.push(channel);
    draw();
  },
  "channel.deleted"({ id }) {
    store.world.channels = store.world.channels.filter((channel) => channel.id !== id);
    store.rooms.delete(id);
    if (id !== store.channel) return draw();
    announce("This place is no longer open to you.");
    go(store.world.channels[0].id);
  },
  events({ events }) {
    store.world.events = events;
    draw();
  },
  faults({ faults }) {
    store.world.faults = faults;
    draw();
  },
  bot({ online }) {
    store.world.bot.online = online;
    announce(`${store.world.bot.name} is ${online ? "here" : "gone"}.`);
    draw();
  },
  clock(clock) {
    store.world.clock = clock;
    setClock(clock);
    draw();
  },
  members({ members }) {
    store.world.members = members;
    draw();
  },
  violation({ where, what }) {
    store.world.violations.push({ where, what });
    draw();
  },
  typing({ channel }) {
    room(channel).typing = Date.now() + TYPING_MS;
    drawTyping();
    setTimeout(drawTyping, TYPING_MS);
  },
};

function showForm(modal) {
  const before = document.activeElement;
  const id = before?.getAttribute("data-custom-id");
  openModal(modal, () => {
    const again = before?.isConnected ? before : id && log.querySelector(`[data-custom-id="${CSS.escape(id)}"]`);
    if (again && again !== document.body && !again.disabled) again.focus();
    else composer.focus();
  });
}

function take(event) {
  if (event.t === "hello" || store.world) on[event.t]?.(event);
  drawTyping();
}

function drawTyping() {
  at("typing").textContent = store.channel && room().typing > Date.now() ? `${store.world.bot.name} is typing…` : "";
}

const narrow = matchMedia("(max-width: 760px)");
const touch = matchMedia("(pointer: coarse)");

function openDrawer() {
  document.body.classList.add("drawer");
  drawerState();
  at("sidebar").querySelector("[aria-current]")?.focus();
}

function closeDrawer(back = true) {
  const was = document.body.classList.contains("drawer");
  document.body.classList.remove("drawer");
  drawerState();
  if (was && back) at("menu")?.focus();
}

/** A mentioned place is gone to where this member may go there. */
function follow(event) {
  const place = event.target.closest(".mention[data-channel]");
  if (!place || (event.type === "keydown" && event.key !== "Enter")) return;
  event.preventDefault();
  if (channelNamed(place.dataset.channel)) go(place.dataset.channel);
  else announce("That place is not open to you.");
}

/** On a narrow page the places are a drawer: closed it cannot be reached, open nothing else can. */
function drawerState() {
  const open = document.body.classList.contains("drawer");
  at("sidebar").inert = narrow.matches && !open;
  at("main").inert = narrow.matches && open;
  at("veil").hidden = !(narrow.matches && open);
}

const actions = {
  go,
  closeDrawer,
  people: () => peopleDialog(switchMember),
  tools: toolsDialog,
  theme: () => {
    toggleTheme();
    draw();
  },
};

function step(by) {
  const ids = [...document.querySelectorAll("#sidebar .place")].map((place) => place.dataset.key);
  go(ids[(ids.indexOf(store.channel) + by + ids.length) % ids.length]);
}

function key(event) {
  if (document.querySelector("dialog[open]") || !store.channel || event.defaultPrevented) return;
  const writing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && document.body.classList.contains("drawer")) closeDrawer();
  else if (event.key === "Escape" && !writing) composer.focus();
  else if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    composer.focus("/");
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
}

/** Which member this window is: the address says, else whoever is the server's admin. */
async function firstMember() {
  const asked = new URLSearchParams(location.search).get("member");
  const { members } = await read("world", {});
  return (members.find((member) => member.id === asked) || members.find((member) => member.admin) || members[0]).id;
}

function start() {
  applyTheme();
  composer = new Composer(at("composer"), { onChange: (toEnd = false) => draw({ toEnd }) });
  watchSpoilers(log);
  for (const kind of ["click", "keydown"]) log.addEventListener(kind, follow);
  log.addEventListener("redraw", () => draw());
  log.addEventListener("load", () => wasEnd && (log.scrollTop = log.scrollHeight), true);
  new ResizeObserver(() => wasEnd && (log.scrollTop = log.scrollHeight)).observe(log);
  log.addEventListener("scroll", () => {
    wasEnd = ended();
    if (wasEnd) at("newer").hidden = true;
  }, { passive: true });
  at("newer").addEventListener("click", () => { log.scrollTop = log.scrollHeight; composer.focus(); });
  at("veil").addEventListener("click", () => closeDrawer());
  narrow.addEventListener("change", drawerState);
  drawerState();
  document.addEventListener("keydown", key);
  document.addEventListener("go", (event) => go(event.detail));
  log.addEventListener("contextmenu", (event) => {
    const more = event.target.closest(".message")?.querySelector(":scope > .tools");
    if (!more || event.target.closest("a, img, input, textarea") || String(getSelection())) return;
    event.preventDefault();
    more.click();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !store.channel) return;
    room().unread = 0;
    draw();
  });
  addEventListener("popstate", enter);
  enter();
}

/** Be whom the address says. */
async function enter() {
  try {
    const id = await firstMember();
    history.replaceState(null, "", `?member=${id}`);
    become(id);
  } catch (refusal) {
    problem(refusal);
  }
}

start();
