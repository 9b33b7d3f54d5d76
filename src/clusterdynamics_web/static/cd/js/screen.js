// The page on the projector: told by the server when there is something new, and when its link has died.

const place = document.getElementById("screen");

const over = () => {
  const words = document.createElement("p");
  words.textContent = place.dataset.over;
  place.replaceChildren(words);
};

const show = async () => {
  const response = await fetch(place.dataset.part, { cache: "no-store" });
  if (response.status === 404) return over();
  if (response.ok) place.innerHTML = await response.text();
};

if (place) {
  const source = new EventSource(place.dataset.events);
  source.addEventListener("change", show);
  source.addEventListener("over", () => {
    source.close();
    over();
  });
  // A link that has died answers 404, and the browser gives up: so does the page.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) show();
  });
}
