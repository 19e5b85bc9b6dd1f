// <div data-scroll-to=".now">: what scrolls sideways begins at today, where there is not room for all.

export function beginAtToday(root) {
  for (const region of root.querySelectorAll("[data-scroll-to]")) {
    const today = region.querySelector(region.dataset.scrollTo);
    if (today) region.scrollLeft = today.offsetLeft - region.firstElementChild.offsetLeft;
  }
}
