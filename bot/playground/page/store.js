// What this window knows: the world as its member may see it, the messages, and what is still under way.

import { read } from "./api.js";

const later = (a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1);
const PAGE = 50;

export const store = {
  world: null,
  member: null,
  channel: null,
  rooms: new Map(),
  outcomes: new Map(),
};

/** The member this window belongs to. */
export const me = () => store.world.members.find((member) => member.id === store.member) || { id: store.member, name: "?" };

export const channelNamed = (id) => store.world.channels.find((channel) => channel.id === id);

/** Does a message stand at the head of a thread and only point at the message that this began from? */
export const isHead = (message) => Boolean(message.reply_to) && message.reply_to.channel !== message.channel;

/** What is known of one channel; made on first asking. */
export function room(channel = store.channel) {
  if (!store.rooms.has(channel)) {
    store.rooms.set(channel, { messages: new Map(), loaded: false, more: false, unread: 0, notes: [], typing: 0 });
  }
  return store.rooms.get(channel);
}

/** The messages of a channel, oldest first. */
export const messagesIn = (channel) => [...room(channel).messages.values()].sort(later);

/** Fetch a channel's latest messages, or those before the oldest known; what is told live meanwhile is newer and stays. */
export async function load(channel, before = undefined) {
  const place = room(channel);
  const known = new Map(place.messages);
  const { messages } = await read("messages", { member: store.member, channel, before, limit: PAGE });
  const untold = (id) => place.messages.get(id) === known.get(id);
  const fetched = messages.filter((message) => untold(message.id));
  if (!before) {
    const oldest = messages[0] ? BigInt(messages[0].id) : 0n;
    for (const id of known.keys()) if (BigInt(id) >= oldest && untold(id)) place.messages.delete(id);
  }
  for (const message of fetched) place.messages.set(message.id, message);
  if (before || !place.loaded) place.more = messages.length >= PAGE;
  place.loaded = true;
}

/** Where things left half done are kept for this window and member, a reload included. */
function drawer(name) {
  return `holdout:${store.member}:${name}`;
}

/** Something typed and not yet sent. */
export function draft(name) {
  try {
    return JSON.parse(sessionStorage.getItem(drawer(name)));
  } catch {
    return null;
  }
}

/** Keep something typed; an empty value forgets it. */
export function keepDraft(name, value) {
  try {
    if (value === null || value === "" || value === undefined) sessionStorage.removeItem(drawer(name));
    else sessionStorage.setItem(drawer(name), JSON.stringify(value));
  } catch {
    // A full or forbidden store costs only the draft.
  }
}

// Of several windows of one member only the one that asked shows the bot's form; it may come before the answer
// that tells the window its interaction's id.
const own = new Set();
const forms = new Map();

/** A form was opened for this member: show it if this window asked for it, or as soon as that is known. */
export function formOpened(modal, show) {
  if (own.has(modal.interaction)) return show(modal);
  forms.set(modal.interaction, show.bind(null, modal));
  if (forms.size > 20) forms.delete(forms.keys().next().value);
}

/**
 * Wait for what became of an interaction: null when it was answered, else why it failed.
 * The answer may be here before the question is asked.
 */
export function outcome(interaction) {
  own.add(interaction);
  forms.get(interaction)?.();
  forms.delete(interaction);
  const known = store.outcomes.get(interaction);
  if (known && "reason" in known) return Promise.resolve(known.reason);
  return new Promise((resolve) => store.outcomes.set(interaction, { resolve }));
}

/** Note what became of an interaction. */
export function settle(interaction, reason) {
  const waiting = store.outcomes.get(interaction);
  store.outcomes.set(interaction, { reason });
  if (store.outcomes.size > 200) store.outcomes.delete(store.outcomes.keys().next().value);
  if (waiting?.resolve) waiting.resolve(reason);
}

/** Forget all waiting: after a lost connection nobody will tell any more. */
export function settleAll(reason) {
  for (const [interaction, known] of store.outcomes) if (known.resolve) settle(interaction, reason);
}
