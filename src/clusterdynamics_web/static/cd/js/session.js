// A phone in the room: it asks whether there is something new, and loads the page again when there is.
// A note that somebody has begun is kept over that; what they have begun to vote on stays while it is the same vote.

const place = document.getElementById("session");
const EVERY = 1500;

const NOTE = "session-note";
const note = place?.querySelector("textarea[name='text']");
if (note && sessionStorage.getItem(NOTE)) {
  note.value = sessionStorage.getItem(NOTE);
  note.closest("details").open = true;
}
note?.addEventListener("input", () => sessionStorage.setItem(NOTE, note.value));
note?.form.addEventListener("submit", () => sessionStorage.removeItem(NOTE));

let touched = false;
place?.addEventListener("input", () => {
  touched = true;
});

const look = async () => {
  try {
    const response = await fetch(place.dataset.state, { cache: "no-store" });
    const { version } = await response.json();
    if (version === -1) location.reload();
    else if (String(version) !== place.dataset.version) {
      const moved = await fetch(location.href, { cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await moved.text(), "text/html").getElementById("session");
      const same = fresh?.querySelector("h1")?.textContent === place.querySelector("h1")?.textContent;
      const voting = Boolean(fresh?.querySelector("form[action*='vote']")) === Boolean(place.querySelector("form[action*='vote']"));
      // A note of somebody else changes the session, and nothing on this phone.
      if (same && voting && touched) place.dataset.version = String(version);
      else location.reload();
    }
  } catch {
    // No network for a moment: the next look comes soon.
  }
  setTimeout(look, EVERY);
};
if (place) setTimeout(look, EVERY);
