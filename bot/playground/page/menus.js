// Menus: what can be done with a message, a member or a thread, by mouse, finger or keyboard.

import { h, icon, uid } from "./dom.js";
import { send } from "./api.js";
import { store, channelNamed } from "./store.js";
import { show } from "./dialogs.js";

let open = null;

/** Close the open menu; the focus goes back to what opened it. */
export function closeMenu(back = true) {
  if (!open) return;
  const { list, anchor, stop } = open;
  open = null;
  stop();
  list.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (!back) return;
  const again = anchor.isConnected ? anchor : document.querySelector(`[data-key="${CSS.escape(anchor.dataset.key || "")}"]`);
  again?.focus();
}

/**
 * Open a menu at a button: `groups` of {title, items: [{name, act}]}; empty ones are left out.
 * Arrows, Home and End move, a letter jumps, Enter does it, Escape and Tab leave.
 */
export function openMenu(anchor, label, groups) {
  if (open?.anchor === anchor) return closeMenu();
  closeMenu(false);
  const list = h("div", { class: "menu", role: "menu", "aria-label": label, onkeydown: key });
  for (const { title, items } of groups.filter((group) => group.items.length)) {
    const id = uid("menu");
    list.append(h("div", { role: "group", "aria-labelledby": id },
      h("p", { class: "menu-title", id }, title),
      items.map((item) => h("button", { type: "button", class: "menu-item", role: "menuitem", tabindex: "-1", onclick: () => { closeMenu(); item.act(); } }, item.name))));
  }
  if (!list.children.length) list.append(h("p", { class: "menu-title" }, "There is nothing to do here."));
  document.body.append(list);
  place(list, anchor);
  anchor.setAttribute("aria-expanded", "true");
  const away = (event) => { if (!list.contains(event.target) && !anchor.contains(event.target)) closeMenu(false); };
  const moved = (event) => { if (!list.contains(event.target)) closeMenu(false); };
  document.addEventListener("pointerdown", away, true);
  addEventListener("scroll", moved, true);
  addEventListener("resize", moved);
  open = {
    list, anchor,
    stop: () => {
      document.removeEventListener("pointerdown", away, true);
      removeEventListener("scroll", moved, true);
      removeEventListener("resize", moved);
    },
  };
  const first = list.querySelector(".menu-item");
  first?.focus({ preventScroll: true });
}

/** Keep the menu inside the window, below its button or above it. */
function place(list, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const below = at.bottom + height + 8 <= innerHeight;
  list.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  list.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}

function key(event) {
  const items = [...event.currentTarget.querySelectorAll(".menu-item")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  } else if (event.key.length === 1 && event.key !== " ") {
    const letter = event.key.toLowerCase();
    const next = [...items.slice(at + 1), ...items].find((item) => item.textContent.toLowerCase().startsWith(letter));
    next?.focus();
  }
}

/** May a command of a menu be used in this channel? */
function usable(command) {
  const anywhere = command.guild_id || command.dm_permission === false ? [0] : [0, 1];
  return (command.contexts ?? anywhere).includes(channelNamed(store.channel).kind === "dm" ? 1 : 0);
}

/** The bot's commands of a kind (2 on members, 3 on messages) that can be used here. */
export const apps = (kind) => store.world.commands.filter((command) => command.type === kind && usable(command));

/** The menu of a message: the bot's commands, and a thread to start from it. */
export function messageMenu(anchor, message, { use, go }) {
  const place = channelNamed(message.channel);
  const items = [];
  if (message.thread && channelNamed(message.thread)) items.push({ name: "Open its thread", act: () => go(message.thread) });
  else if (place.kind === "text" && !message.ephemeral) items.push({ name: "Start a thread from this", act: () => threadDialog(place, go, message) });
  openMenu(anchor, "What to do with this message", [
    { title: "Apps", items: apps(3).map((command) => ({ name: command.name, act: () => use(command.name, "message", message.id) })) },
    { title: "Message", items },
  ]);
}

/** The menu of a member: the bot's commands. */
export function memberMenu(anchor, author, use) {
  openMenu(anchor, `What to do with ${author.name}`, [{ title: "Apps", items: apps(2).map((command) => ({ name: command.name, act: () => use(command.name, "user", author.id) })) }]);
}

/** The menu of the channel that is open: threads are started, joined, left, closed and taken up again. */
export function placeMenu(anchor, channel, { go, problem }) {
  const act = (what) => () => send("thread", { member: store.member, channel: channel.id, act: what }).catch(problem);
  const items = [];
  if (channel.kind === "text") items.push({ name: "Start a thread", act: () => threadDialog(channel, go) });
  if (channel.kind === "thread") {
    if (channel.archived) items.push({ name: "Open again", act: act("open") });
    else {
      const inside = channel.joined.includes(store.member);
      items.push(inside ? { name: "Leave", act: act("leave") } : { name: "Join", act: act("join") });
      items.push({ name: "Archive", act: act("archive") });
      items.push(channel.locked ? { name: "Unlock", act: act("unlock") } : { name: "Lock", act: act("lock") });
      items.push({ name: "Delete", act: act("delete") });
    }
  }
  openMenu(anchor, `What to do with ${channel.name}`, [{ title: channel.kind === "thread" ? "Thread" : "Channel", items }]);
}

/** Ask for the name of a new thread and go there. */
export function threadDialog(channel, go, message = null) {
  const name = h("input", { id: uid("thread"), type: "text", maxlength: 100, required: true, autocomplete: "off" });
  const secret = h("input", { id: uid("private"), type: "checkbox" });
  const error = h("p", { class: "error", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    if (!name.value.trim()) {
      error.textContent = "A name, please.";
      return name.focus();
    }
    try {
      const { thread } = await send("thread", { member: store.member, channel: channel.id, act: "start", name: name.value, private: secret.checked, message: message?.id });
      dialog.close();
      if (!channelNamed(thread.id)) store.world.channels.push(thread);
      go(thread.id);
    } catch (refusal) {
      error.textContent = refusal.message;
    }
  };
  const dialog = show("thread-dialog", message ? "A thread from this message" : `A thread in #${channel.name}`,
    h("form", { class: "add-member", novalidate: true, onsubmit: submit },
      h("div", { class: "field" }, h("label", { for: name.id }, "Name"), name),
      message ? null : h("label", { class: "option", for: secret.id }, secret, h("span", {}, "Private: only you and whom you mention there")),
      error,
      h("button", { type: "submit", class: "button primary" }, "Start")));
  name.focus();
}

/** The button that opens a menu; `draw(button)` opens it. */
export function menuButton(label, draw, attributes = {}) {
  return h("button", {
    type: "button", class: "icon-button", "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: (event) => draw(event.currentTarget), ...attributes,
  }, icon("more"));
}
