// In front of this stands self.shell: the build, the files, the page without a connection. Keeps the shell and one page that says "no connection";
// never a page of anybody's, so nothing of a patient stays on a phone. Shows notifications, which say who writes and no more.

const { build, files, icon, offline } = self.shell;
const CACHE = `shell-${build}`;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(offline)));
  } else if (files.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request.url).then((kept) => kept ?? fetch(request)));
  }
});

self.addEventListener("push", (event) => {
  const { title, body, tag, path } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon, data: { path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

async function open(path) {
  const pages = await self.clients.matchAll({ type: "window" });
  const here = pages.find((page) => new URL(page.url).pathname === path);
  await (here ? here.focus() : self.clients.openWindow(path));
}

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...files, new Request(offline, { cache: "reload", credentials: "omit" })]);
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}
