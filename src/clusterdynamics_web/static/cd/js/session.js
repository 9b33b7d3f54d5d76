// A phone in the room: it asks whether there is something new, and loads the page again when there is.
// Nothing is loaded while somebody writes or chooses: what they have begun must not be lost.

const place = document.getElementById("session");
const EVERY = 1500;

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
