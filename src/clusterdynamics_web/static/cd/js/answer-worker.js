// Keeps the pages of the form that come next (answer.js fetches them), and gives them out when there is no connection.
// The network always comes first: what is kept here is only for the moments without.

const PREFIX = "cd-answer-";
const PATIENCE = 6_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const ours = async () => {
  const name = (await caches.keys()).find((key) => key.startsWith(PREFIX));
  return name ? caches.open(name) : null;
};

const fromNetwork = async (request) => {
  const cache = await ours();
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout?.(PATIENCE) });
    // Only pages that may come again: neither redirects nor what a search has filtered.
    if (cache && response.ok && !response.redirected && !new URL(request.url).search) {
      await cache.put(request.url, response.clone());
    }
    return response;
  } catch {
    const kept = await cache?.match(request.url, { ignoreSearch: true, ignoreVary: true });
    const offline = new URL("offline/", self.registration.scope).href;
    return kept ?? (request.mode === "navigate" ? await cache?.match(offline, { ignoreVary: true }) : null) ?? Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const page = request.mode === "navigate" && pathname.startsWith(new URL(self.registration.scope).pathname);
  const file = ["style", "script", "font", "image"].includes(request.destination) && pathname.startsWith("/static/");
  if (page || file) event.respondWith(fromNetwork(request));
});
