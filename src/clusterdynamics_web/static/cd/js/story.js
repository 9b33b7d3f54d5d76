// Selecting words of a story with the mouse, a finger or the keyboard; places are counted in code points, as the server does.
// Without JavaScript, or where nothing is selected, sentences are given by their numbers.

const story = document.querySelector("[data-story]");
const forms = document.querySelectorAll("form[data-passage]");

/** Code points of the story before a place in it; null outside its words. */
function place(node, offset) {
  const sentence = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!sentence || !story.contains(sentence)) return null;
  const before = document.createRange();
  before.selectNodeContents(sentence);
  before.setEnd(node, offset);
  return Number(sentence.dataset.start) + [...before.toString()].length;
}

function pick() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return;
  for (const form of forms) {
    form.elements.start.value = start;
    form.elements.end.value = end;
    const told = form.querySelector("[data-picked]");
    told.hidden = false;
    told.textContent = `${story.dataset.pickedWords} “${[...words()].slice(start, end).join("")}”`;
  }
}

/** The text of the story without the numbers of its sentences. */
function words() {
  return [...story.querySelectorAll("[data-start]")].map((sentence) => sentence.textContent).join("");
}

if (story && forms.length) {
  document.addEventListener("selectionchange", pick);
  // Who gives numbers means them.
  for (const form of forms)
    for (const name of ["first", "last"])
      form.elements[name].addEventListener("input", () => {
        form.elements.start.value = form.elements.end.value = "";
        form.querySelector("[data-picked]").hidden = true;
      });
}
