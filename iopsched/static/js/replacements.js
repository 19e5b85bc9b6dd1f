// <div data-seek="/staff/changes/drafts/3/replacements?...">: replacements for who comes further down are looked for while
// somebody reads. Each line of the answer is a piece of the page: the totals, rows that are new, the count and what is
// left. What came of it is said once, at the end; whatever ends it early brings the link back.

export function seekReplacements(root) {
  const place = root.querySelector("[data-seek]");
  if (!place) return;
  const left = new AbortController();
  globalThis.addEventListener("pagehide", () => left.abort());
  place.hidden = false;
  showOnly(root, "[data-count]");
  seek(root, place, left.signal).catch(() => stop(root, place));
}

async function seek(root, place, signal) {
  const answer = await fetch(place.dataset.seek, { cache: "no-store", redirect: "manual", signal });
  if (!answer.ok) throw new Error("not the replacements");
  let end = null;
  for await (const line of linesOf(answer.body)) end = show(root, place, JSON.parse(line));
  if (!end) throw new Error("not all of them");
  showOnly(root, "[data-end]");
  place.querySelector("[data-end]").replaceChildren(...end.childNodes);
}

async function* linesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let begun = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (begun + read.value).split("\n");
    begun = lines.pop();
    yield* lines;
  }
}

// Gives what is said at the end, which only the last piece has.
function show(root, place, html) {
  const piece = new DOMParser().parseFromString(html, "text/html");
  const [count, now] = [place, piece].map((whole) => whole.querySelector("[data-count]"));
  count.querySelector("p").textContent = now.querySelector("p").textContent;
  count.querySelector("progress").value = now.querySelector("progress").value;
  root.querySelector("[data-totals]").replaceWith(piece.querySelector("[data-totals]"));
  root.querySelector("[data-rows]").append(...piece.querySelectorAll("tr"));
  root.querySelector("[data-rest]").replaceWith(piece.querySelector("[data-rest]"));
  showOnly(root, "[data-count]");
  return piece.querySelector("[data-end]");
}

function stop(root, place) {
  showOnly(root, "[data-rest]");
  place.querySelector("[data-end]").append(place.querySelector("[data-lost]").content.cloneNode(true));
}

function showOnly(root, one) {
  for (const part of ["[data-count]", "[data-rest]"]) root.querySelector(part).hidden = part !== one;
}
