// Ask before a dangerous post: <form data-confirm="id of the dialog">, the dialog from components/dialog.html.
// Without JavaScript, or without <dialog>, the form is posted as it is.

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const dialog = document.getElementById(form.dataset?.confirm ?? "");
    if (!dialog?.showModal || form.dataset.confirmed === "yes") {
      if (form.dataset) delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation(); // before htmx or another script sends it
    const submitter = event.submitter;
    const answer = (click) => {
      const button = click.target.closest("[data-yes], [data-no]");
      if (!button) return;
      dialog.close();
      if (!button.matches("[data-yes]")) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    };
    dialog.addEventListener("click", answer);
    // Closed by a button or by Escape: forget this form; the browser gives the focus back by itself.
    dialog.addEventListener("close", () => dialog.removeEventListener("click", answer), { once: true });
    dialog.showModal();
  },
  true,
);
