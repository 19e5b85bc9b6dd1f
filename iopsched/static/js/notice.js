// After a POST the note that says what happened has the focus, else the first field that will not do; where the browser
// did not see to it, this does.

export function focusNotice(root) {
  const notice = root.querySelector("[data-notice]") ?? root.querySelector('[aria-invalid="true"]');
  if (notice && root.activeElement !== notice) notice.focus({ preventScroll: false });
}
