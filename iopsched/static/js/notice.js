// After a POST the note that says what happened has the focus; where the browser did not see to it, this does.

export function focusNotice(root) {
  const notice = root.querySelector("[data-notice]");
  if (notice && root.activeElement !== notice) notice.focus({ preventScroll: false });
}
