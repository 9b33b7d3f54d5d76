// Sort a table by a column: <table data-sortable>. A cell is sorted by data-sort, or by its text. What is not known
// stands last, whichever way the rest goes: missing is never the least.

const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: "base" });

/** What a cell is sorted by: a number, a text, or null where there is none. */
export const keyOf = (cell) => {
  const given = cell?.dataset.sort;
  const text = (given ?? "").trim();
  if (cell === undefined || text === "") return null;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
};

/** Order of two keys, upward; null is no matter for this function. */
export const compare = (a, b) =>
  typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));

const sort = (table, column, down) => {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column]) }));
  const known = rows.filter(({ key }) => key !== null);
  known.sort((a, b) => (down ? -1 : 1) * compare(a.key, b.key));
  body.append(...[...known, ...rows.filter(({ key }) => key === null)].map(({ row }) => row));
};

/** Make the heads of a table into buttons. */
export const sortable = (table) => {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  heads.forEach((head, column) => {
    if (head.querySelector("a, button") || !head.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, column, down);
    });
  });
};

const all = () => {
  for (const table of document.querySelectorAll("table[data-sortable]")) sortable(table);
};
all();
// Parts of a page that htmx brings in later.
document.addEventListener("htmx:after:swap", all);
