// Figures come as a picture with folded table and method. This makes tabs of them (arrow keys, Home, End).
// <figure data-tabs="name of the whole"><div data-tab="Picture">…</div><details data-tab="Table">…</details></figure>

/** Turn `<details>` into a plain panel, and keep what it holds. */
const unfold = (details) => {
  const panel = document.createElement("div");
  panel.dataset.tab = details.dataset.tab;
  details.querySelector(":scope > summary")?.remove();
  panel.append(...details.childNodes);
  details.replaceWith(panel);
  return panel;
};

let count = 0;

/** Make tabs of one figure. */
export const tabbed = (figure) => {
  const parts = [...figure.querySelectorAll(":scope > [data-tab]")];
  if (parts.length < 2 || figure.querySelector(":scope > [role=tablist]")) return;
  const panels = parts.map((part) => (part.localName === "details" ? unfold(part) : part));
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", figure.dataset.tabs);

  const tabs = panels.map((panel) => {
    count += 1;
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${count}`;
    tab.textContent = panel.dataset.tab;
    tab.setAttribute("role", "tab");
    panel.id ||= `panel-${count}`;
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    list.append(tab);
    return tab;
  });
  const choose = (index, focus = false) => {
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      panels[i].hidden = i !== index;
    });
    if (focus) tabs[index].focus();
  };
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("[role=tab]"));
    if (index >= 0) choose(index);
  });
  list.addEventListener("keydown", (event) => {
    const now = tabs.indexOf(document.activeElement);
    const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const next = { [forward]: now + 1, [back]: now - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined || now < 0) return;
    event.preventDefault();
    choose((next + tabs.length) % tabs.length, true);
  });
  panels[0].before(list);
  choose(0);
};

const all = () => {
  for (const figure of document.querySelectorAll("[data-tabs]")) tabbed(figure);
};
all();
// Parts of a page that htmx brings in later.
document.addEventListener("htmx:after:swap", all);
