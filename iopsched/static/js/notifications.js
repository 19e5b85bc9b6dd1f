// <section data-notifications data-key="...">: its form is shown where the browser can show notifications, and subscribes it.
// Without scripts the form stays hidden and the words that say why stay there.

export function offerNotifications(root) {
  const part = root.querySelector("[data-notifications]");
  if (!part || !canNotify()) return;
  const form = part.querySelector("form[hidden]");
  form.hidden = false;
  show(part, Notification.permission === "denied" ? "denied" : "");
  form.addEventListener("submit", (event) => subscribe(event, part, form));
}

function canNotify() {
  return globalThis.isSecureContext && "PushManager" in globalThis && "Notification" in globalThis && navigator.serviceWorker;
}

function show(part, what) {
  for (const words of part.querySelectorAll("[data-says]")) words.hidden = words.dataset.says !== what;
}

async function subscribe(event, part, form) {
  if (form.elements.endpoint.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  try {
    const given = await subscription(part.dataset.key);
    if (!given) return show(part, "denied");
    form.elements.endpoint.value = given.endpoint;
    form.elements.p256dh.value = given.keys.p256dh;
    form.elements.auth.value = given.keys.auth;
    form.requestSubmit();
  } catch {
    show(part, "cannot");
  }
}

async function subscription(key) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const worker = await navigator.serviceWorker.ready;
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  const given = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  return given.toJSON();
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.codePointAt(0));
}
