// The roster (components/check_list.html): filters as one types, without case and accents, over name, short label and
// aliases; keeps the chosen ones in sight. The check boxes stay the only place where a choice is kept.

const LETTERS = { ø: "o", æ: "ae", œ: "oe", ð: "d", þ: "th", ł: "l", đ: "d", ı: "i", ħ: "h", ß: "ss" };

/** The text without case, accents and doubled spaces, as `clusterdynamics.study.names.fold` makes it. */
export const fold = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[øæœðþłđıħß]/g, (letter) => LETTERS[letter])
    .replace(/\s+/g, " ")
    .trim();

/** Whether every word of the query begins or stands somewhere in the text; both are folded. */
export const matches = (query, text) => query.split(" ").every((word) => text.includes(word));

/** Words with numbers in their places: "Shown: {n} of {total}". */
const say = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Make one list filter. */
export const filterList = (list) => {
  const search = list.querySelector("input[type=search]");
  const status = list.querySelector("[data-count]");
  const block = list.querySelector("[data-chosen-block]");
  const title = list.querySelector("[data-chosen-title]");
  const shelf = list.querySelector("[data-kept]");
  const words = list.dataset;
  if (!search || !status || !block || !shelf || "ready" in words) return;
  words.ready = "";

  // With JavaScript nothing is filtered away by the server: what it kept aside joins the list.
  const groups = [...list.querySelectorAll("details")];
  const rows = [...list.querySelectorAll("li > .choice")].map((label) => {
    const box = label.querySelector("input");
    const name = label.querySelector("span");
    return {
      item: label.parentElement,
      box,
      name: name.firstChild.textContent.trim(),
      text: fold(`${name.textContent} ${box.dataset.words}`),
      group: label.closest("details"),
    };
  });
  const inGroups = rows.filter((row) => row.group);
  const resting = new Map(groups.map((group) => [group, group.open]));
  let filtering = false;

  const mirror = () => {
    const chosen = rows.filter(({ box }) => box.checked);
    for (const old of shelf.querySelectorAll("[data-mirror]")) old.remove();
    for (const row of chosen.filter((row) => row.group)) {
      const item = document.createElement("li");
      item.dataset.mirror = "";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "chip";
      button.textContent = row.name;
      const cross = document.createElement("span");
      cross.setAttribute("aria-hidden", "true");
      cross.textContent = "×";
      const hidden = document.createElement("span");
      hidden.className = "unseen";
      hidden.textContent = ` – ${words.remove}`;
      button.append(hidden, cross);
      button.addEventListener("click", () => {
        const buttons = [...shelf.querySelectorAll("button")];
        const place = buttons.indexOf(button);
        row.box.checked = false;
        // Autosave and other scripts hear of it as if it had been tapped.
        row.box.dispatchEvent(new Event("change", { bubbles: true }));
        const left = [...shelf.querySelectorAll("button")];
        (left[Math.min(place, left.length - 1)] ?? search).focus();
      });
      item.append(button);
      shelf.append(item);
    }
    block.hidden = chosen.length === 0;
    title.textContent = say(words.chosen, { n: chosen.length });
  };

  let telling = 0;
  const tell = (text) => {
    clearTimeout(telling);
    telling = setTimeout(() => {
      status.textContent = text; // once one stops typing: a count at each key would drown the keys
    }, 350);
  };

  const filter = () => {
    const query = fold(search.value);
    if (query && !filtering) for (const group of groups) resting.set(group, group.open);
    let found = 0;
    for (const row of inGroups) {
      const fits = !query || matches(query, row.text);
      row.item.hidden = !fits;
      found += fits ? 1 : 0;
    }
    for (const group of groups) {
      const some = inGroups.some((row) => row.group === group && !row.item.hidden);
      group.hidden = !some;
      group.open = query ? some : resting.get(group);
    }
    filtering = Boolean(query);
    if (!query) tell("");
    else tell(found ? say(words.shown, { n: found, total: inGroups.length }) : words.none);
  };

  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the list is filtered already; Enter must not send the form
    filter();
  });
  // A letter leads to its group, unfolded.
  list.addEventListener("click", (event) => {
    const group = groups.find(({ id }) => id && event.target.closest?.("a[href]")?.getAttribute("href") === `#${id}`);
    if (group) group.open = true;
  });
  list.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox]")) mirror();
  });
  const button = list.querySelector(".search button");
  if (button) button.hidden = true;
  shelf.classList.add("chips");
  mirror();
  if (search.value) filter();
};

const all = () => {
  for (const list of document.querySelectorAll("[data-filter-list]")) filterList(list);
};
all();
// Parts of a page that htmx brings in later.
document.addEventListener("htmx:after:swap", all);
