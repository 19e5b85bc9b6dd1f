// <table data-slots data-live="/staff/board/2026-12-07/seats">: seats follow while somebody looks. Asked with what is
// known (If-None-Match), and never while the page is hidden; one answer that is none ends it until the next visit.

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
    show(root, board, await answer.json());
  };
  const timer = setInterval(() => look().catch((error) => stop(error)), EVERY);
  const stop = (error) => {
    if (error.message === "not the seats") clearInterval(timer);
  };
  root.addEventListener("visibilitychange", () => look().catch(stop));
}

function show(root, board, seats) {
  for (const slot of board.querySelectorAll("[data-slot]")) {
    const now = seats[slot.dataset.slot];
    if (!now) root.querySelector("[data-stale]").hidden = false;
    else put(slot, now);
  }
}

function put(slot, now) {
  slot.classList.toggle("full", now.full);
  slot.querySelector("meter").value = now.taken;
  slot.querySelector("meter").max = now.seats;
  slot.querySelector("[data-shown]").textContent = now.shown;
  slot.querySelector("[data-spoken]").textContent = now.spoken;
}
