// The page of the network map: the address holds the whole state, the server words everything, the canvas draws.

import { MapCanvas } from "./map-canvas.js";

const host = document.getElementById("map");
const form = document.getElementById("map-form");
const said = document.getElementById("map-said");
const find = document.getElementById("map-find");
const state = new URLSearchParams(location.search);
let data = null;
let running = null;

const write = () => history.replaceState(null, "", `?${state}`);

const set = (name, value) => {
  if (value) state.set(name, value);
  else state.delete(name);
};

/** Say what is known of a mark; where it was chosen (not only pointed at), the address and the table know it, too. */
const tell = (index, chosen) => {
  const node = data.nodes[index];
  said.textContent = node ? [node.words, node.kind, node.measure].filter(Boolean).join(" · ") : said.dataset.hint;
  if (!chosen) return;
  set("focus", node?.id);
  write();
  for (const row of document.querySelectorAll("tr.looked-at")) row.classList.remove("looked-at");
  if (node) document.getElementById(`o-${node.id}`)?.closest("tr")?.classList.add("looked-at");
};

const canvas = new MapCanvas(host, tell, () => {
  set("view", canvas.whole ? "" : canvas.view);
  write();
});

const look = (id, come = true) => {
  const index = data ? data.nodes.findIndex((node) => node.id === id) : -1;
  if (!data) return;
  canvas.look(index, come);
  tell(index, true);
};

const fetched = async (address, signal) => {
  const answer = await fetch(address, { signal });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer;
};

/** Put the parts of a page in place of those that are there; the field that somebody is in keeps the focus. */
const place = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const here = document.activeElement?.id;
  for (const part of page.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    old.replaceChildren(...part.childNodes);
    old.querySelectorAll("details").forEach((details, i) => (details.open = open[i] ?? details.open));
  }
  if (here) document.getElementById(here)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("htmx:after:swap"));
};

/** Fetch what the state asks for: the drawing, and (not at the beginning) the words of the page. */
const update = async (words) => {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  host.setAttribute("aria-busy", "true");
  try {
    const [drawing, page] = await Promise.all([
      fetched(`${host.dataset.source}?${state}`, signal).then((answer) => answer.json()),
      words ? fetched(`?${state}`, signal).then((answer) => answer.text()) : null,
    ]);
    if (page !== null) place(page);
    data = drawing;
    host.setAttribute("aria-label", `${data.alt} ${host.dataset.help}`);
    canvas.show(data);
    if (state.get("view")) canvas.view = state.get("view");
    look(state.get("focus") ?? "", false);
    host.dataset.ready = String(performance.now() | 0);
  } catch (error) {
    if (error.name === "AbortError") return;
    said.textContent = host.dataset.failed;
  }
  host.removeAttribute("aria-busy");
};

const changed = () => {
  const chosen = new FormData(form);
  for (const [name, value] of chosen) if (name !== "find") set(name, value);
  write();
  update(true);
};

/** Look at the organisation that has this name; or at the first in whose name it stands, if `part`. */
const search = (part) => {
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const wanted = plain(find.value);
  if (!wanted || !data) return;
  const names = data.nodes.map((node) => plain(node.name));
  let index = names.indexOf(wanted);
  if (index < 0 && part) index = names.findIndex((name) => name.includes(wanted));
  if (index >= 0) look(data.nodes[index].id);
};

host.tabIndex = 0;
host.setAttribute("role", "application");
document.getElementById("map-buttons").hidden = false;
document.getElementById("map-buttons").addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button && data) canvas.act(button.dataset.do);
});
form.addEventListener("change", (event) => {
  if (event.target !== find) changed();
});
find.addEventListener("input", () => search(false));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (find.value.trim()) search(true);
  else changed();
});
// In the table: the keyboard and the pointer reach everything that is on the map.
const marked = (event) => event.target.closest?.("[data-mark], td > a[href^='#o-']");
const markOf = (link) => link.dataset.mark ?? link.hash.slice(3);
document.addEventListener("focusin", (event) => {
  const link = marked(event);
  if (link) look(markOf(link));
});
document.addEventListener("click", (event) => {
  const link = marked(event);
  if (!link) return;
  look(markOf(link));
  if (link.id) {
    event.preventDefault();
    host.scrollIntoView({ block: "nearest" });
  }
});
update(false);
