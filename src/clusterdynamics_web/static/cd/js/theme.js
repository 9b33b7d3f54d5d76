// Light or dark: what was chosen on this device. A plain script in <head>, so that no page flashes in the wrong one.
(() => {
  const KEY = "cd-theme";
  const KNOWN = ["light", "dark"];
  const root = document.documentElement;

  // A browser may forbid storage; the choice then lasts as long as the page.
  const recall = () => {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return "";
    }
  };
  const keep = (theme) => {
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      /* as above */
    }
  };
  const wear = (theme) => {
    if (KNOWN.includes(theme)) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (root.dataset.theme ?? "")));
    }
  };

  wear(recall());
  addEventListener("DOMContentLoaded", () => {
    for (const menu of document.querySelectorAll("[data-theme-switch]")) menu.hidden = false;
    wear(recall());
  });
  addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice]");
    if (!button) return;
    keep(button.dataset.themeChoice);
    wear(button.dataset.themeChoice);
    const menu = button.closest("details");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  // Another tab of the same browser follows.
  addEventListener("storage", (event) => {
    if (event.key === KEY) wear(event.newValue ?? "");
  });
})();
