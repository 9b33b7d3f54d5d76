// Say something in passing, to eyes and screen readers alike: say("Saved"). A server can say it, too, with htmx:
//   HX-Trigger: {"cd:say": {"text": "Saved"}}
// What must not be missed does not belong here, but in a callout.

const STAYS = 6000;

export const say = (text) => {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const toast = document.createElement("p");
  toast.textContent = text;
  place.append(toast);
  let timer = 0;
  const wait = () => {
    timer = setTimeout(() => toast.remove(), STAYS);
  };
  // It stays while somebody reads it with the pointer on it.
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", wait);
  wait();
};

document.addEventListener("cd:say", (event) => say(event.detail?.text));
document.addEventListener("click", (event) => say(event.target.closest?.("[data-say]")?.dataset.say));
