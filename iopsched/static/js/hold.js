// <div data-now data-warns-at data-until>: what [data-soon] and [data-over] say is shown once each, when it is time, within
// a role="alert", and brought into view. All three are the server's: only how much time has passed is asked of the phone.

export function warnBeforeEnd(root) {
  const place = root.querySelector("[data-warns-at]");
  if (!place) return;
  const began = Date.now();
  const { now, warnsAt, until } = place.dataset;
  const left = (instant) => Date.parse(instant) - Date.parse(now) - (Date.now() - began);
  let timer;
  const look = () => {
    clearTimeout(timer);
    const isOver = left(until) <= 0;
    const isSoon = !isOver && left(warnsAt) <= 0;
    if (isSoon || isOver) say(root, place, isOver);
    if (!isOver) timer = setTimeout(look, left(isSoon ? until : warnsAt));
  };
  look();
  // A phone that slept, or a page that lay behind another, has missed the moment.
  root.addEventListener("visibilitychange", look);
}

function say(root, place, isOver) {
  const wanted = place.querySelector(isOver ? "[data-over]" : "[data-soon]");
  if (!wanted.hidden) return;
  for (const other of place.querySelectorAll("[data-soon], [data-over]")) other.hidden = other !== wanted;
  if (isOver) root.querySelector("[data-kept]").hidden = true;
  place.scrollIntoView({ block: "nearest" });
}
