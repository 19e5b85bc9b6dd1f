// A form marked data-once is sent once, however often it is tapped; its button says that it is at work, and what takes
// longer than a blink is said in words.

const BLINK = 700;

export function busyOnSubmit(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => sayAtWork(root, form), BLINK);
  });
  // Back from another page, the browser may show this one as it was left: awake again.
  globalThis.addEventListener("pageshow", () => wake(root));
}

function sayAtWork(root, form) {
  const words = root.getElementById("at-work");
  if (words && form.dataset.sent && !root.querySelector(".atwork")) root.body.append(words.content.cloneNode(true));
}

function wake(root) {
  root.querySelector(".atwork")?.remove();
  for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of root.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
