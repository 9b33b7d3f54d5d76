// What interviews left on this device (answer.js writes it): said where it is not yet sent, taken away where an interview
// is over, and at log-out. An interviewer reads nothing that was sent.

const PREFIX = "cd-answer-interview-";

const keys = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return []; // where nothing may be kept, nothing is
  }
};

const isUnsent = (key) => {
  try {
    return !JSON.parse(localStorage.getItem(key)).sent;
  } catch {
    return false;
  }
};

/** Take away what is kept, but of the people in `open`; pages that were fetched ahead go in any case. */
const wipe = async (open = []) => {
  for (const key of keys()) if (!open.some((person) => key.startsWith(`cd-answer-${person}/`))) localStorage.removeItem(key);
  if ("caches" in window) {
    for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  }
  for (const worker of (await navigator.serviceWorker?.getRegistrations?.()) ?? []) {
    if (new URL(worker.scope).pathname.includes("/interviews/")) await worker.unregister();
  }
};

const list = document.querySelector("[data-interviews]");
if (list) wipe(list.dataset.interviews.split(" ").filter(Boolean)).catch(() => undefined);

for (const sign of document.querySelectorAll("[data-unsent]")) {
  sign.hidden = !keys().some((key) => key.startsWith(`cd-answer-${sign.dataset.unsent}/`) && isUnsent(key));
}

for (const form of document.querySelectorAll("form[data-forget]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (keys().some(isUnsent) && !window.confirm(form.dataset.forget)) return;
    wipe()
      .catch(() => undefined)
      .then(() => form.submit());
  });
}
