// <form data-auto>: sends itself when something in it is ticked, and hides the button that does it without scripts.
// With data-into="count list" only what these ids hold changes, so that focus and place on the page stay.

export function submitOnChange(root) {
  for (const form of root.querySelectorAll("form[data-auto]")) {
    for (const button of form.querySelectorAll("[data-manual]")) button.hidden = true;
    form.addEventListener("change", () => (form.dataset.into ? refresh(root, form) : form.requestSubmit()));
  }
}

async function refresh(root, form) {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form)).toString();
  form.dataset.asked = url.search;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error("not the page");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (form.dataset.asked === url.search) show(root, page, form.dataset.into.split(" "), url);
  } catch {
    form.requestSubmit();
  }
}

function show(root, page, ids, url) {
  for (const id of ids) root.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  history.replaceState(null, "", url);
}
