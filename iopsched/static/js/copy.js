// <button data-copy="#link" data-copied="Copied">: copies the value or text of #link and says so. Hidden without a clipboard.

export function copyLinks(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => copy(root, button));
  }
}

async function copy(root, button) {
  const source = root.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  const label = button.querySelector("[data-label]") ?? button;
  label.textContent = button.dataset.copied;
  label.setAttribute("role", "status");
}
