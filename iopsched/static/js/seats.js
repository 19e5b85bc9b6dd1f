// <table data-slots data-live="/staff/board/2026-12-07/seats" data-known="1 2">: sessions and totals follow while somebody
// looks. Asked with what is known (If-None-Match), never while the page is hidden; one answer that is none ends it until
// the next visit. What was moved, opened or taken away is said with a link, as it would shift what one points at.

const EVERY = 25_000;

export function watchSeats(root) {
  const board = root.querySelector("[data-live]");
  if (!board) return;
  let known = "";
  const look = async () => {
    if (root.hidden) return;
    const headers = known ? { "If-None-Match": known } : {};
    const answer = await fetch(board.dataset.live, { headers, cache: "no-store", redirect: "manual" });
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error("not the seats");
    known = answer.headers.get("ETag") ?? "";
    show(root, board, new DOMParser().parseFromString(await answer.text(), "text/html"));
  };
  const timer = setInterval(() => look().catch((error) => stop(error)), EVERY);
  const stop = (error) => {
    if (error.message === "not the seats") clearInterval(timer);
  };
  root.addEventListener("visibilitychange", () => look().catch(stop));
}

function show(root, board, answer) {
  const news = new Map([...answer.querySelectorAll("[data-slot]")].map((slot) => [slot.dataset.slot, slot]));
  const slots = [...board.querySelectorAll("[data-slot]")];
  const moved = slots.some((slot) => news.get(slot.dataset.slot)?.dataset.when !== slot.dataset.when);
  root.querySelector("[data-stale]").hidden = !moved && [...news.keys()].join(" ") === board.dataset.known;
  for (const slot of slots) put(slot, news.get(slot.dataset.slot));
  const totals = root.querySelector("[data-totals]");
  const now = answer.querySelector("[data-totals]");
  if (now.dataset.short !== totals.dataset.short) root.querySelector("[data-short-stale]").hidden = false;
  put(totals, now);
}

// Whoever was on it with the keyboard still is.
function put(old, now) {
  if (!now || old.outerHTML === now.outerHTML) return;
  const focused = old.ownerDocument.activeElement === old;
  old.replaceWith(now);
  if (focused) now.focus();
}
