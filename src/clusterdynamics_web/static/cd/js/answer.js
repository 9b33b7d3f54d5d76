// The form of somebody who answers: saves as they go, goes on without a connection, sends what waited.
//
// What was written stands in localStorage, one entry a step, until the server has it and a page shows that it has.
// Entries hold how long ago they were written, not when, so that a clock that goes wrong does no harm. Pages that come
// next are kept by the service worker (answer-worker.js). Without this script each page is a plain form.

const PREFIX = "cd-answer-";
const [form, over] = [document.querySelector("form[data-answer]"), document.querySelector("[data-done]")];
const sender = document.querySelector("form[data-send]");
const words = (form ?? sender ?? over)?.dataset ?? {};
const status = document.querySelector("[data-status]");
const language = document.documentElement.lang;

/** Show the signs that something waits on this device. */
const mark = () => {
  const waits = waiting().some((entry) => entry.queued);
  for (const sign of document.querySelectorAll("[data-waits]")) sign.hidden = !waits;
};

const tell = (text) => {
  mark();
  if (status && text && status.textContent !== text) status.textContent = text;
};

// -- what waits on this device ------------------------------------------------------------------------------------

const keyOf = (step) => `${PREFIX}${words.person}/${step}`;

/** Write an entry; false where the browser forbids or is full. */
const keep = (entry) => {
  try {
    localStorage.setItem(keyOf(entry.step), JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
};

const recall = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const forget = (key) => {
  try {
    localStorage.removeItem(key);
  } catch {
    /* nothing is kept where nothing may be kept */
  }
};

const keys = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
};

/** Entries of this person that the server does not have, in the order in which they were written. */
const waiting = () =>
  keys()
    .filter((key) => key.startsWith(keyOf("")))
    .map(recall)
    .filter((entry) => entry && !entry.sent && !entry.wrong)
    .sort((a, b) => a.at - b.at);

/** Something to say after the next page has come. */
const sayLater = (text) => {
  try {
    if (text) sessionStorage.setItem(`${PREFIX}say`, text);
  } catch {
    /* then it is not said */
  }
};

const sayNow = () => {
  try {
    tell(sessionStorage.getItem(`${PREFIX}say`));
    sessionStorage.removeItem(`${PREFIX}say`);
  } catch {
    /* as above */
  }
};

// -- sending ------------------------------------------------------------------------------------------------------

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

/** Post one entry. Returns what the server says, or {outcome: "offline" | "link" | "broken"}. */
const post = async (entry, patience = 10_000) => {
  const body = new URLSearchParams(entry.data);
  body.set("csrfmiddlewaretoken", token());
  body.set("_age", String(Math.max(0, Math.round(Date.now() - entry.at))));
  body.set("_seen", entry.seen);
  if (entry.go) body.set("go", "1");
  let response;
  try {
    response = await fetch(entry.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "error",
      keepalive: document.visibilityState === "hidden", // the page goes, the answer shall not
      signal: AbortSignal.timeout?.(patience), // browsers that lack it wait as long as they like
    });
  } catch {
    return { outcome: "offline" };
  }
  if (response.status === 401 || response.status === 403) return { outcome: "link" };
  if (response.status === 502 || response.status === 503 || response.status === 504) return { outcome: "offline" };
  try {
    return await response.json();
  } catch {
    return { outcome: "broken" };
  }
};

/** Write down what became of an entry. */
const settle = (entry, reply) => {
  const now = recall(keyOf(entry.step));
  if (!now || now.at !== entry.at) return; // written again in the meantime: that entry waits for its own turn
  if (reply.outcome === "saved" || reply.outcome === "replaced") keep({ ...now, sent: reply.saved_at });
  else if (reply.outcome === "problems") keep({ ...now, wrong: true });
  else if (reply.outcome === "older" || reply.outcome === "gone" || reply.outcome === "closed") forget(keyOf(entry.step));
};

let turn = Promise.resolve();
/** One after the other: an older save must not overtake a newer one. */
const inTurn = (work) => {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  return mine;
};

/** Send everything that waits; returns whether all of it is sent. */
const flush = () =>
  inTurn(async () => {
    const before = waiting();
    for (const entry of before) {
      const reply = await post(entry);
      settle(entry, reply);
      if (reply.outcome === "offline" || reply.outcome === "broken") {
        tell(words.kept);
        return false;
      }
      if (reply.outcome === "link") {
        tell(words.link);
        return false;
      }
      if (reply.text) tell(reply.text);
      if (reply.outcome === "older" && form?.dataset.step === entry.step) {
        sayLater(reply.text);
        location.reload();
      }
    }
    if (before.length && before.some((entry) => entry.queued)) tell(words.sent);
    return true;
  });

// -- the form -----------------------------------------------------------------------------------------------------

const OURS = new Set(["csrfmiddlewaretoken", "_seen", "_age"]);
const collect = () => [...new FormData(form)].filter(([name]) => !OURS.has(name)).map(([n, v]) => [n, String(v)]);
const seen = () => form.elements.namedItem("_seen");

const entryNow = (go) => ({
  step: form.dataset.step,
  action: form.action,
  data: collect(),
  at: Date.now(),
  seen: seen().value,
  go,
});

const clock = (iso) => {
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
  return words.saved.replace("{time}", time);
};

/** Save the page as it stands; with `go` somebody wants to go on. */
const save = (go = false) => {
  const entry = entryNow(go);
  const kept = keep(entry);
  return inTurn(async () => {
    if (!go) tell(words.saving);
    const reply = await post(entry, go ? 8_000 : 10_000);
    settle(entry, reply);
    if (reply.outcome === "offline" || reply.outcome === "broken") {
      if (kept) keep({ ...entry, queued: true });
      tell(kept ? words.kept : words.full);
    } else if (reply.outcome === "link") tell(words.link);
    else if (reply.outcome === "problems") tell(Object.values(reply.problems).join(" "));
    else if (reply.saved_at && reply.outcome !== "older") {
      seen().value = reply.saved_at;
      tell(reply.text || clock(reply.saved_at));
    } else if (reply.outcome === "older") {
      sayLater(reply.text);
      location.reload();
    } else tell(reply.text);
    if (reply.outcome === "saved" && form.dataset.step === "pick") await forgetPages();
    return reply;
  });
};

let planned = 0;
let dirty = false;
const plan = (pause) => {
  dirty = true;
  clearTimeout(planned);
  planned = setTimeout(() => {
    dirty = false;
    save();
  }, pause);
};

/** Put what waits on this device back into the form. */
const restore = (entry) => {
  const given = new Map();
  for (const [name, value] of entry.data) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || OURS.has(field.name) || field.type === "submit") continue;
    const values = given.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") {
      const checked = values.includes(field.value);
      if (field.checked !== checked) {
        field.checked = checked;
        field.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "restored" }));
      }
    } else if (values.length) field.value = values[0];
  }
};

const goOn = async () => {
  clearTimeout(planned);
  dirty = false;
  const reply = await save(true);
  if (reply.outcome === "saved" || reply.outcome === "replaced") {
    sayLater(reply.text);
    if (Object.keys(reply.incomplete ?? {}).length) form.submit();
    else location.assign(reply.next);
  } else if (reply.outcome === "offline") {
    const there = await caches.match(new URL(form.dataset.next, location.href).href).catch(() => null);
    if (there) {
      sayLater(words.kept);
      location.assign(form.dataset.next);
    } else tell(words.away);
  } else if (reply.outcome === "problems" || reply.outcome === "broken") form.submit(); // the server's page says it all
  else if (reply.outcome === "gone" || reply.outcome === "closed") location.assign(words.home);
};

const exclude = (box) => {
  const group = box.closest("[data-excludes]");
  if (!group || !box.checked) return;
  const alone = group.dataset.excludes;
  for (const other of group.querySelectorAll("input[type=checkbox]")) {
    if (other !== box && (box.value === alone || other.value === alone)) other.checked = false;
  }
};

// -- pages that come next -----------------------------------------------------------------------------------------

const forgetPages = async () => {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
};

/** Fetch what comes next, once, so that it is there when the connection is not. */
const lookAhead = async () => {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  await navigator.serviceWorker.register(words.worker, { scope: words.scope ?? words.home });
  const name = `${PREFIX}${words.person}-${language}`;
  // Pages of somebody else, or in another language, are nobody's business here.
  for (const old of await caches.keys()) if (old.startsWith(PREFIX) && old !== name) await caches.delete(old);
  const cache = await caches.open(name);
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon]")].map((l) => l.href);
  const scripts = [...document.querySelectorAll("script[src]")].map((s) => s.src);
  const pages = [...document.querySelectorAll("[data-ahead] a")].map((a) => a.href);
  for (const address of [...files, ...scripts, new URL(words.offline, location.href).href, ...pages]) {
    if (await cache.match(address)) continue;
    const page = pages.includes(address);
    const response = await fetch(address, page ? { headers: { "X-Ahead": "1" } } : {});
    if (response.ok && !response.redirected) await cache.put(address, response);
  }
};

// -- beginning ----------------------------------------------------------------------------------------------------

if (form) {
  sayNow();
  const entry = recall(keyOf(form.dataset.step));
  if (entry) {
    const known = seen().value;
    if (entry.sent && known && Date.parse(known) >= Date.parse(entry.sent)) {
      forget(keyOf(entry.step)); // the page shows what was sent, or something newer
    } else restore(entry);
  }
  form.addEventListener("change", (event) => {
    if (event.detail === "restored") return;
    exclude(event.target);
    if (event.target.type !== "search") plan(400);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input:not([type=checkbox], [type=radio], [type=search])")) plan(1500);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name !== "go") return;
    event.preventDefault();
    goOn();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && dirty) {
      clearTimeout(planned);
      dirty = false;
      save();
    }
  });
}

if (sender) {
  sender.addEventListener("submit", (event) => {
    if (!waiting().length) return;
    event.preventDefault();
    flush().then((all) => (all ? sender.submit() : tell(words.away)));
  });
}

if (form || sender) {
  addEventListener("online", flush);
  setInterval(() => waiting().length && flush(), 15_000);
  // A page that could not be fetched ahead is fetched when somebody comes to it.
  flush().then(lookAhead).catch(() => undefined);
}

if (over) {
  // Sent in, or erased: nothing stays on this device.
  for (const key of keys()) {
    if (over.dataset.person === "*" || (key.startsWith(keyOf("")) && recall(key)?.sent)) forget(key);
  }
  forgetPages();
}
