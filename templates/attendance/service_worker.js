{% load static %}/* Opens Hari ini without a signal and sends taps that wait. Kept on the phone are the style
   sheets and scripts, the page for no signal, and the last Hari ini of one account. */
importScripts("{% static "js/check-in.js" %}");
const SHELL = [{% for one in shell %}"{{ one }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const SHELL_CACHE = "shell-{{ version }}";
const KEPT = "today";
const TODAY = "{% url "attendance:today" %}";
const OFFLINE = "{% url "attendance:offline" %}";
const LOGOUT = "{% url "account_logout" %}";
const PATIENCE_MS = 10000;
/* A page that was asked for before a sign-out and arrives after it is not kept. */
let signOuts = 0;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.addAll([...SHELL, OFFLINE])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name !== SHELL_CACHE && name !== KEPT) await caches.delete(name);
    }
    if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
    await self.clients.claim();
    /* The visit that installed this went by without it. */
    const since = signOuts;
    await keep(TODAY, await copy(), since).catch(() => {});
  })());
});

/* A page that nobody sees: what it would say once is said on the next one that somebody sees. */
const copy = () => fetch(TODAY, { headers: { "X-Copy": "1" } });

/* The server names the account of each page: whose page is kept goes when another one is seen. */
const keep = async (path, response, since) => {
  const account = response.headers.get("X-Account");
  if (account === null) return;
  const before = await kept();
  if (before && before.headers.get("X-Account") !== account) await caches.delete(KEPT);
  if (path !== TODAY || response.status !== 200 || response.redirected || !account) return;
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set("X-Kept-At", Date.now());
  const page = new Response(await response.text(), { headers });
  const cache = await caches.open(KEPT);
  if (since === signOuts) await cache.put(TODAY, page);
};

const kept = () => caches.match(TODAY, { cacheName: KEPT, ignoreVary: true });

const fromPhone = async (path) => {
  const page = path === TODAY && await kept();
  if (!page) return caches.match(OFFLINE, { cacheName: SHELL_CACHE, ignoreVary: true });
  const mark = `<html data-kept="${page.headers.get("X-Kept-At")}" `;
  return new Response((await page.text()).replace("<html ", mark), { headers: page.headers });
};

const fromServer = async (event, path) => {
  const since = signOuts;
  const response = (await event.preloadResponse) || (await fetch(event.request));
  if (response.headers.has("X-Account")) event.waitUntil(keep(path, response.clone(), since));
  return response;
};

/* A network that hangs is as good as none where the phone has a page to show. */
const open = async (event, path) => {
  const asked = fromServer(event, path).catch(() => fromPhone(path));
  if (path !== TODAY || !(await kept())) return asked;
  const tired = new Promise((done) => { setTimeout(done, PATIENCE_MS); });
  return Promise.race([asked, tired.then(() => fromPhone(path))]);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(open(event, url.pathname));
    else if (url.pathname === LOGOUT) {
      signOuts += 1;
      event.waitUntil(caches.delete(KEPT));
    }
  } else if (request.method === "GET" && SHELL.includes(url.pathname)) {
    event.respondWith(caches.match(request, { cacheName: SHELL_CACHE, ignoreVary: true })
      .then((found) => found || fetch(request)));
  }
});

/* Background Sync, where the browser has it: the page may be closed by then. */
self.addEventListener("sync", (event) => {
  if (event.tag !== "check-ins") return;
  event.waitUntil((async () => {
    const page = await copy();
    const account = page.headers.get("X-Account");
    const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await page.text());
    if (!account || page.redirected || !token) return;
    const outcome = await self.taps.send(account, token[1]);
    if (outcome.offline) throw new Error("no signal yet");
    if (!outcome.sent) return;
    for (const client of await self.clients.matchAll({ type: "window" })) {
      if (new URL(client.url).pathname === TODAY) client.navigate(TODAY).catch(() => {});
    }
  })());
});
