// The people's side of the server: requests, files, and a live socket that mends itself.

const secret = document.querySelector('meta[name="playground-secret"]').content;

/** A refusal in the server's own words; `status` 0 means it could not be reached. */
export class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** A capital at the beginning, a stop at the end. */
export function sentence(text) {
  const said = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { "X-Playground-Secret": secret, ...options.headers } });
  } catch {
    throw new Refused("The playground cannot be reached. Nothing was sent; try again in a moment.", 0);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(sentence(body.error || `the playground refused this (${answer.status})`), answer.status);
  return body;
}

/** GET `/people/<what>` with these parameters; those that are undefined are left out. */
export function read(what, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
  return ask(`/people/${what}?${new URLSearchParams(given)}`);
}

/** POST a body to `/people/<what>`. */
export function send(what, body) {
  return ask(`/people/${what}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** A chosen file as the server takes it. */
export async function packed(file) {
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Refused(`${file.name} cannot be read.`, 0));
    reader.readAsDataURL(file);
  });
  return { name: file.name, type: file.type || "application/octet-stream", b64: address.slice(address.indexOf(",") + 1) };
}

/** The live socket of one member: `onEvent(event)`, and `onState("live" | "lost" | "restarted")`. */
export class Live {
  constructor(member, onEvent, onState) {
    Object.assign(this, { member, onEvent, onState, tries: 0, closed: false });
    this.open();
  }

  open() {
    const address = new URL(`/people/live?${new URLSearchParams({ member: this.member, secret })}`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(address);
    this.socket.onopen = () => {
      this.tries = 0;
      this.onState("live");
    };
    this.socket.onmessage = (message) => this.onEvent(JSON.parse(message.data));
    this.socket.onclose = () => this.again();
  }

  async again() {
    if (this.closed) return;
    this.onState("lost");
    await new Promise((resolve) => setTimeout(resolve, Math.min(300 * 2 ** this.tries, 5000)));
    if (this.closed) return;
    this.tries += 1;
    try {
      await read("world", { member: this.member });
    } catch (refusal) {
      if (refusal.status === 403) return this.onState("restarted");
      if (refusal.status === 0) return this.again();
    }
    if (!this.closed) this.open();
  }

  close() {
    this.closed = true;
    this.socket.onclose = null;
    this.socket.close();
  }
}
