// <form data-auto>: sends itself when something in it is ticked, and hides the button that does it without scripts.

export function submitOnChange(root) {
  for (const form of root.querySelectorAll("form[data-auto]")) {
    for (const button of form.querySelectorAll("[data-manual]")) button.hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
  }
}
