// The service worker keeps the shell and a page that says "no connection".

export function registerWorker() {
  if (!navigator.serviceWorker || !globalThis.isSecureContext) return;
  globalThis.addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));
}
