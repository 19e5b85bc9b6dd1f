// The roster: "Mark the rest as here" ticks without leaving the page, a choice fills in its minutes, the bar counts.

export function markRoster(root) {
  const form = root.querySelector("form#roster");
  if (!form) return;
  form.querySelector("[data-rest]")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const line of form.querySelectorAll("[data-line]")) markHere(form, line);
    count(root, form);
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "radio") return;
    fill(form, event.target);
    count(root, form);
  });
}

function markHere(form, line) {
  if (line.querySelector("input:checked")) return;
  const here = line.querySelector('input[value="here"]');
  here.checked = true;
  fill(form, here);
}

// While the session goes on, late and left early are as of this moment; afterwards the person who marks says how long:
// a tap leads there, and with arrow keys one goes on to the next choice, or with Tab to the minutes.
function fill(form, radio) {
  const minutes = radio.closest("[data-line]").querySelector(".mins");
  if (radio.value === "here") minutes.value = form.dataset.whole;
  if (["away", "excused"].includes(radio.value)) minutes.value = "0";
  if (["late", "left"].includes(radio.value)) {
    minutes.value = moment(form.dataset, radio.value);
    if (!radio.matches(":focus-visible")) minutes.focus();
  }
}

// What the page said when it was made, and the time that has passed since on a clock that nobody sets.
function moment({ whole, late, left }, kind) {
  if (late === undefined) return "";
  const since = Math.floor(performance.now() / 60_000);
  return kind === "late" ? Math.max(0, late - since) : Math.min(whole, Number(left) + since);
}

function count(root, form) {
  const said = root.querySelector("[data-marked]");
  const all = form.querySelectorAll("[data-line]").length;
  const some = form.querySelectorAll("[data-line] input:checked").length;
  said.textContent = said.dataset.marked.replace("{some}", some).replace("{all}", all);
}
