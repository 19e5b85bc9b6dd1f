// <form data-find="#table">: rows whose data-words hold every word typed stay; no name leaves the page.

export function findInTable(root) {
  for (const form of root.querySelectorAll("form[data-find]")) {
    const table = root.querySelector(form.dataset.find);
    if (!table) continue;
    for (const button of form.querySelectorAll("[data-manual]")) button.hidden = true;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => show(root, table, event.target.value));
  }
}

function show(root, table, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = [...table.querySelectorAll("[data-words]")];
  for (const row of rows) row.hidden = !holds(row.dataset.words.toLowerCase(), words);
  const said = root.querySelector("[data-found]");
  const some = rows.filter((row) => !row.hidden).length;
  said.textContent = said.dataset.found.replace("{some}", some).replace("{all}", rows.length);
}

function holds(text, words) {
  return words.every((word) => text.includes(word));
}
