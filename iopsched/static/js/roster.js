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

// Late and left early are for the person who marks to say; the others say it themselves.
function fill(form, radio) {
  const minutes = radio.closest("[data-line]").querySelector(".mins");
  if (radio.value === "here") minutes.value = form.dataset.whole;
  if (["away", "excused"].includes(radio.value)) minutes.value = "0";
  if (["late", "left"].includes(radio.value)) {
    minutes.value = "";
    minutes.focus();
  }
}

function count(root, form) {
  const said = root.querySelector("[data-marked]");
  const all = form.querySelectorAll("[data-line]").length;
  const some = form.querySelectorAll("[data-line] input:checked").length;
  said.textContent = said.dataset.marked.replace("{some}", some).replace("{all}", all);
}
