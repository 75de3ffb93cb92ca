// The world's clock, and points in time in the reader's own words.

let offset = 0;

/** Follow the world's clock: `now_ms` is what it shows at this moment. */
export function setClock({ now_ms }) {
  offset = now_ms - Date.now();
  refresh(true);
}

/** The world's time in milliseconds. */
export const now = () => Date.now() + offset;

const styles = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const formats = Object.fromEntries(Object.entries(styles).map(([key, style]) => [key, new Intl.DateTimeFormat(undefined, style)]));
const distance = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const steps = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30.4],
  ["month", 12],
  ["year", Infinity],
];

/** "in 5 minutes", "yesterday". */
export function relative(unixMs) {
  let amount = (unixMs - now()) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(Math.round(amount)) < size) return distance.format(Math.round(amount), unit);
    amount /= size;
  }
  return "";
}

/** A point in time in one of the chat's styles (t T d D f F R). */
export const words = (unixMs, style) => (style === "R" ? relative(unixMs) : (formats[style] || formats.f).format(unixMs));

/** A `<time>` element that keeps itself fresh. */
export function stamp(unixMs, style, className = "") {
  const element = document.createElement("time");
  element.dataset.unix = String(unixMs / 1000);
  element.dataset.style = style;
  element.className = className;
  fill(element);
  return element;
}

function fill(element) {
  const at = Number(element.dataset.unix) * 1000;
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return;
  const said = words(at, element.dataset.style);
  if (element.textContent !== said) element.textContent = said;
  if (!element.title) element.title = formats.F.format(at);
  element.dateTime = new Date(at).toISOString();
}

/** Put all times under `root` into words; with `all` false only those that age. */
export function refresh(all = false, root = document) {
  for (const element of root.querySelectorAll(all ? "time[data-unix]" : "time[data-style=R]")) fill(element);
}

/** The day a moment belongs to, as a heading between messages. */
export const day = (unixMs) => formats.D.format(unixMs);

setInterval(() => refresh(), 1000);
