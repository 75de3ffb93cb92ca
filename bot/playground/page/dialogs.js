// The dialogs that are the playground's own: members, and the tools tucked away from the chat.

import { h, icon, iconButton, avatar, uid, announce } from "./dom.js";
import { send } from "./api.js";
import { store } from "./store.js";
import { now } from "./time.js";

/** Show a dialog of this class with these contents; closes by Escape, its button, or a press beside it. */
export function show(name, title, ...contents) {
  document.querySelector(`dialog.${name}`)?.close();
  const id = uid("title");
  const opener = document.activeElement?.dataset.key;
  const closed = () => {
    dialog.remove();
    // The browser gives the focus back; only what opened it may have been drawn again meanwhile.
    if (opener && document.activeElement === document.body) document.querySelector(`[data-key="${CSS.escape(opener)}"]`)?.focus();
  };
  const dialog = h("dialog", { class: name, "aria-labelledby": id, onclose: closed, onclick: (event) => event.target === dialog && dialog.close() },
    h("header", {}, h("h2", { id }, title), iconButton("close", "Close", () => dialog.close())),
    h("div", { class: "dialog-body" }, contents));
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A button that asks the server for something and says calmly when it is refused. */
function act(label, work, look = "secondary") {
  const error = h("span", { class: "error", role: "alert" });
  const button = h("button", {
    type: "button", class: `button ${look}`,
    onclick: async () => {
      button.setAttribute("aria-busy", "true");
      error.textContent = "";
      try {
        await work();
      } catch (refusal) {
        error.textContent = refusal.message;
      }
      button.removeAttribute("aria-busy");
    },
  }, label);
  return [button, error];
}

/** Who this window may be, with a link that opens a window of their own. */
export function peopleDialog(onSwitch) {
  const list = h("ul", { class: "people" });
  const dialog = show("people-dialog", "Who are you?", list, addMember());
  const draw = () => list.replaceChildren(...store.world.members.map((member) => person(member, (id) => { dialog.close(); onSwitch(id); })));
  draw();
  dialog.addEventListener("world", draw);
  list.querySelector("[aria-current]")?.focus();
}

function person(member, onSwitch) {
  const here = member.id === store.member;
  return h("li", {},
    h("button", { type: "button", class: "person", "aria-current": here ? "true" : null, onclick: () => onSwitch(member.id) },
      avatar(member), h("span", { class: "person-name" }, member.name), member.admin ? h("span", { class: "tag" }, "admin") : null, here ? icon("check") : null),
    h("a", { class: "icon-button", href: `?member=${member.id}`, target: "_blank", rel: "noopener", "aria-label": `Open a window as ${member.name}`, title: `Open a window as ${member.name}` }, icon("window")));
}

function addMember() {
  const name = h("input", { id: uid("name"), type: "text", maxlength: 32, required: true, autocomplete: "off" });
  const admin = h("input", { id: uid("admin"), type: "checkbox" });
  const error = h("p", { class: "error", role: "alert" });
  return h("form", {
    class: "add-member",
    onsubmit: async (event) => {
      event.preventDefault();
      error.textContent = "";
      const called = name.value.trim();
      if (!called) {
        error.textContent = "A name, please.";
        return name.focus();
      }
      try {
        await send("members", { name: called, admin: admin.checked });
        announce(`${called} is here.`);
        name.value = "";
        admin.checked = false;
      } catch (refusal) {
        error.textContent = refusal.message;
      }
      name.focus();
    },
  },
  h("h3", {}, "Add a member"),
  h("div", { class: "field" }, h("label", { for: name.id }, "Name"), name),
  h("label", { class: "option", for: admin.id }, admin, h("span", {}, "May manage the server")),
  error,
  h("button", { type: "submit", class: "button secondary" }, "Add"));
}

const kinds = [
  ["rate_limit", "Too many requests (429)"], ["rate_limit_global", "Too many requests, everywhere (429)"],
  ["bucket", "Only so many within 5 seconds (429)"],
  ["error_500", "An error of Discord's (500)"], ["error_502", "A bad gateway (502)"],
  ["slow", "A slow answer (4 s of the world's time)"], ["lost", "The request never arrives"], ["cut", "The answer breaks off"],
  ["disconnect", "The gateway hangs up"], ["reconnect", "The gateway asks to reconnect"],
  ["invalid_session", "The session is invalid"], ["invalid_resumable", "The session must be resumed"],
  ["missed_ack", "Heartbeats go unanswered"], ["replay", "The latest event comes twice"],
];

/** What is to go wrong: chosen from a list, as often as wanted. */
function faultsPanel() {
  const kind = h("select", { id: uid("kind") }, kinds.map(([value, name]) => h("option", { value }, name)));
  const times = h("input", { id: uid("times"), type: "number", min: 1, max: 100, value: 1, inputmode: "numeric" });
  const pending = h("ul", { class: "pending", "aria-label": "Still to go wrong" });
  const ask = () => send("fault", { kind: kind.value, times: Math.min(100, Math.max(1, Math.round(Number(times.value)) || 1)) });
  const panel = h("div", { class: "faults" },
    h("div", { class: "pair" },
      h("div", { class: "field" }, h("label", { for: kind.id }, "What"), kind),
      h("div", { class: "field" }, h("label", { for: times.id }, "Times"), times)),
    h("div", { class: "row" }, act("Let it go wrong", ask), act("Call it off", () => send("fault", {}))), pending);
  const draw = () => {
    const named = new Map(kinds);
    const waiting = store.world.faults || [];
    pending.replaceChildren(...waiting.map((each) => h("li", {}, `${named.get(each.kind) || each.kind} · ${each.times} to come`)));
  };
  return { panel, draw };
}

const clockFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** Clock, bot and checks. */
export function toolsDialog() {
  const clock = h("p", { class: "clock", role: "timer", "aria-label": "The world's clock" });
  const checks = h("div", {});
  const bot = h("p", {});
  const faults = faultsPanel();
  const tick = () => { clock.textContent = clockFormat.format(now()); };
  const draw = () => {
    bot.textContent = `${store.world.bot.name} is ${store.world.bot.online ? "here" : "not here yet"}.`;
    checks.replaceChildren(...checked());
    faults.draw();
  };
  const ahead = (seconds) => async () => { await send("clock", { advance_s: seconds }); };
  const dialog = show("tools-dialog", "Tools",
    h("section", {}, h("h3", {}, "The world's clock"), clock,
      h("div", { class: "thirds" }, act("+1 min", ahead(60)), act("+15 min", ahead(900)), act("+1 day", ahead(86_400))),
      h("p", { class: "hint" }, "Deadlines, “in 5 minutes” and the bot's own clock follow.")),
    h("section", {}, h("h3", {}, "The bot"), bot,
      h("div", { class: "row" }, act("Invite the bot again", () => send("join", {}))),
      h("p", { class: "hint" }, "As if an admin had just added it to the server.")),
    h("section", {}, h("h3", {}, "Let something go wrong"), faults.panel,
      h("p", { class: "hint" }, "It happens to the bot's next requests, or to its connection at once.")),
    h("section", {}, h("h3", {}, "Checks"), checks));
  draw();
  tick();
  const ticking = setInterval(tick, 500);
  dialog.addEventListener("world", draw);
  dialog.addEventListener("close", () => clearInterval(ticking));
}

function checked() {
  const { validated, violations } = store.world;
  const how = validated
    ? "Every request and every answer is checked against Discord's own document, and against rules it leaves out."
    : "Discord's document was not found: only our own rules are checked.";
  return [
    h("p", {}, how),
    violations.length
      ? h("ol", { class: "violations" }, violations.map((violation) => h("li", {}, h("strong", {}, violation.where), h("span", {}, violation.what))))
      : h("p", { class: "good" }, icon("check"), "Nothing was broken so far."),
  ];
}

/** Tell the open dialogs that the world has changed. */
export function worldChanged() {
  for (const dialog of document.querySelectorAll("dialog")) dialog.dispatchEvent(new Event("world"));
}
