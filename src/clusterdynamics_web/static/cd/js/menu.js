// Menus are <details>: they work by themselves. Here they also close on Escape, on a click elsewhere, and when the
// focus leaves; terms show their definition on hover and on focus.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
});

const definition = (term) => document.getElementById(term.getAttribute("popovertarget"));
const shown = (popover) => popover.matches(":popover-open");
// Nothing to do where the browser knows no popovers: the definition then stands in the text.
if ("popover" in HTMLElement.prototype) {
  let leaving = 0;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const term = event.target.closest?.(".term");
    if (term) {
      clearTimeout(leaving);
      if (!shown(definition(term))) definition(term).showPopover({ source: term });
    } else if (event.target.closest?.(".def")) {
      clearTimeout(leaving); // the pointer may move onto the definition (WCAG 1.4.13)
    }
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch" || !event.target.closest?.(".term, .def")) return;
    clearTimeout(leaving);
    leaving = setTimeout(() => {
      for (const popover of document.querySelectorAll(".def:popover-open")) {
        const term = document.querySelector(`.term[popovertarget="${CSS.escape(popover.id)}"]`);
        if (document.activeElement !== term) popover.hidePopover();
      }
    }, 250);
  });
  document.addEventListener("focusin", (event) => {
    const term = event.target.closest?.(".term");
    if (term?.matches(":focus-visible") && !shown(definition(term))) definition(term).showPopover({ source: term });
  });
  document.addEventListener("focusout", (event) => {
    const term = event.target.closest?.(".term");
    if (term && shown(definition(term))) definition(term).hidePopover();
  });
}
