// <table data-slots>: arrow keys go from slot to slot, down a day and across days; Tab reaches each one all the same.

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export function moveBetweenSlots(root) {
  const board = root.querySelector("[data-slots]");
  board?.addEventListener("keydown", (event) => {
    const from = event.target.closest("a.slot");
    const step = STEPS[event.key];
    if (!from || !step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    next(board, from, ...step)?.focus();
  });
}

// Down a day past bands; across to the nearest day that has any, at about the same height.
function next(board, from, across, along) {
  const slots = [...board.querySelectorAll("a.slot")];
  if (along) {
    const same = slots.filter((slot) => column(slot) === column(from));
    return same[same.indexOf(from) + along];
  }
  const beside = slots.filter((slot) => (column(slot) - column(from)) * across > 0);
  const far = (slot) => Math.abs(column(slot) - column(from)) * 10_000 + Math.abs(top(slot) - top(from));
  return beside.toSorted((one, other) => far(one) - far(other))[0];
}

function column(slot) {
  return slot.closest("td").cellIndex;
}

function top(slot) {
  return slot.getBoundingClientRect().top;
}
