// The place to write: plain messages, files, and the list of commands that "/" opens.

import { h, icon, iconButton, announce } from "./dom.js";
import { Choices } from "./picker.js";
import { CommandForm, flatten } from "./command.js";
import { packed, send } from "./api.js";
import { store, me, room, channelNamed, draft, keepDraft, outcome } from "./store.js";
import { bytes } from "./components.js";

const LONGEST = 2000;

export class Composer {
  constructor(root, { onChange }) {
    this.onChange = onChange;
    this.files = [];
    this.form = null;
    this.choices = new Choices({ label: "Commands", onPick: (item) => this.openCommand(item) });
    this.choices.list.hidden = true;
    this.choices.list.classList.add("commands");
    this.entry = h("textarea", {
      id: "entry", rows: 1, "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": this.choices.id,
      autocomplete: "off", enterkeyhint: "send", oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.pasted(event),
      onblur: () => this.closeList(),
    });
    this.choices.owner = this.entry;
    this.picker = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to send", onchange: () => this.addFiles(this.picker.files) });
    this.error = h("p", { class: "error", role: "alert" });
    this.tray = h("div", { class: "tray" });
    this.left = h("span", { class: "hint left", "aria-hidden": "true" });
    this.line = h("form", { class: "line", onsubmit: (event) => { event.preventDefault(); this.say(); } },
      iconButton("clip", "Add files", () => this.picker.click()), this.picker, this.entry, this.left,
      iconButton("send", "Send", () => {}, { type: "submit", class: "icon-button send" }));
    this.slot = h("div", {});
    root.replaceChildren(this.choices.list, this.slot, this.tray, this.error, this.line);
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => { event.preventDefault(); this.addFiles(event.dataTransfer.files); });
  }

  /** Another channel is shown: take up what was half written there. */
  place() {
    const channel = channelNamed(store.channel);
    const where = channel.kind === "dm" ? channel.name : `#${channel.name}`;
    this.entry.setAttribute("aria-label", `Write to ${where}`);
    this.entry.placeholder = "Write, or / for commands";
    this.entry.value = draft(`text:${store.channel}`) || "";
    this.error.textContent = "";
    this.typed(false);
  }

  focus(text = null) {
    if (this.form) return this.form.focus();
    this.entry.focus();
    if (text !== null && !this.entry.value) {
      this.entry.value = text;
      this.typed();
    }
  }

  typed(mayOpen = true) {
    const text = this.entry.value;
    keepDraft(`text:${store.channel}`, text);
    this.entry.style.height = "auto";
    this.entry.style.height = `${Math.min(this.entry.scrollHeight, 200)}px`;
    const left = LONGEST - Array.from(text).length;
    this.left.textContent = left < 200 ? String(left) : "";
    this.left.classList.toggle("over", left < 0);
    if (mayOpen && text.startsWith("/") && !text.includes("\n")) this.openList(text.slice(1));
    else this.closeList();
  }

  openList(typed) {
    const query = typed.trimStart().toLowerCase();
    const found = flatten(store.world.commands, channelNamed(store.channel).kind === "dm")
      .map((command) => ({ command, rank: rank(command, query) }))
      .filter((entry) => entry.rank < 9)
      .sort((a, b) => a.rank - b.rank || a.command.path.localeCompare(b.command.path))
      .map(({ command }) => ({ name: `/${command.path}`, description: command.description, command, rest: restOf(command, typed) }));
    const empty = store.world.bot?.online === false ? "The bot is not here yet." : "No command is called that.";
    this.choices.list.hidden = false;
    this.choices.show(found, empty);
    announce(found.length ? `${found.length} ${found.length === 1 ? "command" : "commands"}` : empty);
  }

  closeList() {
    if (this.choices.list.hidden) return;
    this.choices.list.hidden = true;
    this.entry.setAttribute("aria-activedescendant", "");
  }

  openCommand({ command, rest }) {
    this.entry.value = "";
    this.typed();
    this.form = new CommandForm(command, {
      rest,
      onSend: (body) => this.sendCommand(body),
      onClose: () => {
        this.form = null;
        this.slot.replaceChildren();
        this.line.hidden = false;
        this.entry.focus();
      },
    });
    this.line.hidden = true;
    this.slot.replaceChildren(this.form.element);
    this.form.focus();
  }

  async sendCommand(body) {
    const channel = store.channel;
    const { interaction } = await send("command", { member: store.member, channel, ...body });
    const note = { interaction, user: me().name, command: body.name, reason: undefined };
    const { notes } = room(channel);
    notes.push(note);
    outcome(interaction).then((reason) => {
      note.reason = reason ?? undefined;
      if (reason === null) notes.splice(notes.indexOf(note), 1);
      else announce(`/${body.name}: this interaction failed: ${reason}`);
      this.onChange();
    });
    this.onChange(true);
  }

  addFiles(list) {
    this.files.push(...list);
    this.picker.value = "";
    this.drawTray();
  }

  pasted(event) {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      this.addFiles(event.clipboardData.files);
    }
  }

  drawTray() {
    this.tray.replaceChildren(...this.files.map((file, at) => h("span", { class: "chip" }, icon("file"), h("span", { class: "file-name" }, file.name), h("span", { class: "hint" }, bytes(file.size)),
      iconButton("close", `Take ${file.name} away`, () => { this.files.splice(at, 1); this.drawTray(); this.entry.focus(); }))));
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.choices.list.hidden;
    if (open && this.choices.key(event)) return;
    if (open && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      if (event.key === "Enter" || this.choices.items.length) event.preventDefault();
      this.choices.pick();
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.closeList();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.say();
    }
  }

  async say() {
    const content = this.entry.value.trim();
    if (this.busy || (!content && !this.files.length)) return;
    const channel = store.channel;
    this.busy = true;
    this.error.textContent = "";
    try {
      const files = this.files.length ? await Promise.all(this.files.map(packed)) : undefined;
      const { message } = await send("say", { member: store.member, channel, content, files });
      room(channel).messages.set(message.id, message);
      this.files = [];
      this.drawTray();
      if (store.channel === channel) this.entry.value = "";
      keepDraft(`text:${channel}`, null);
      this.typed(false);
      this.onChange(true);
    } catch (refusal) {
      this.error.textContent = refusal.message;
    }
    this.busy = false;
  }
}

/** How well a command fits what was typed: 0 best, 9 not at all. */
function rank(command, query) {
  if (!query || command.path.startsWith(query)) return 0;
  if (query.startsWith(`${command.path} `)) return 1;
  if (command.path.split(" ").some((word) => word.startsWith(query))) return 2;
  return command.path.includes(query) ? 3 : 9;
}

/** What stands behind a command's name already. */
function restOf(command, typed) {
  const text = typed.trimStart();
  return text.toLowerCase().startsWith(`${command.path} `) ? text.slice(command.path.length + 1).trim() : "";
}
