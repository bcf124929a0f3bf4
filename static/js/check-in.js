/* Taps that this phone holds until the server has answered. The page and the service worker share
   this part: it knows no document. Each tap has a key made here, so that sending it twice makes
   one check-in, and the account that made it, so that nobody else ever sends it. */
self.taps = (() => {
  const KEPT_DAYS = 40;
  const ANSWER_MS = 25000;

  const opened = () => new Promise((done, failed) => {
    const asked = indexedDB.open("check-ins", 1);
    asked.onupgradeneeded = () => {
      const store = asked.result.createObjectStore("taps", { keyPath: "key" });
      /* One waiting tap of an account, date and direction, whichever tab it was made in. */
      store.createIndex("slot", "slot", { unique: true });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const inStore = async (mode, act) => {
    const database = await opened();
    try {
      return await new Promise((done, failed) => {
        const change = database.transaction("taps", mode);
        const asked = act(change.objectStore("taps"));
        change.oncomplete = () => done(asked.result);
        change.onerror = change.onabort = () => failed(change.error || asked.error);
      });
    } finally {
      database.close();
    }
  };

  const all = () => inStore("readonly", (store) => store.getAll());
  const remove = (key) => inStore("readwrite", (store) => store.delete(key));
  const change = (tap) => inStore("readwrite", (store) => store.put(tap));
  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("")
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  /* Keep a tap; false where the same one waits already. */
  const keep = async (tap) => {
    const slot = [tap.account, tap.day, tap.direction].join("|");
    try {
      await inStore("readwrite", (store) => store.add({ ...tap, key: newKey(), slot }));
    } catch (failure) {
      if (failure && failure.name === "ConstraintError") return false;
      throw failure;
    }
    return true;
  };

  /* One tab or the worker sends at a time; the others find nothing left to send. */
  const oneAtATime = (work) => (
    navigator.locks ? navigator.locks.request("check-ins", work) : work()
  );

  const post = async (tap, token) => {
    const body = new FormData();
    const fields = {
      ...tap.point, csrfmiddlewaretoken: token, account: tap.account, key: tap.key,
      device_time: tap.pressed,
    };
    if (tap.queued) Object.assign(fields, { queued: "1", work_date: tap.day });
    if (tap.taken) fields.age = Math.max(0, (Date.now() - tap.taken) / 1000);
    Object.keys(fields).forEach((name) => body.set(name, fields[name]));
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), ANSWER_MS);
    try {
      const response = await fetch(tap.url, {
        method: "POST", body, headers: { Accept: "application/json" },
        credentials: "same-origin", signal: stop.signal,
      });
      const type = response.headers.get("content-type") || "";
      if (type.includes("application/json")) return await response.json();
      return { signedOut: response.redirected };
    } catch (offline) {
      return { offline: true };
    } finally {
      clearTimeout(late);
    }
  };

  /* Send what waits of an account with a token of its own session. Returns how many taps were
     taken, and whether the server could not be reached, knows no session or refused one. */
  const send = (account, token) => oneAtATime(async () => {
    const outcome = { sent: 0, refused: 0, offline: false, signedOut: false };
    for (const tap of await all()) {
      if (tap.account !== account || tap.state !== "waiting") continue;
      const answer = await post(tap, token);
      if (answer.saved === true) {
        await remove(tap.key);
        outcome.sent += 1;
      } else if (answer.saved === false && answer.account !== false) {
        const { slot, ...refused } = tap;
        await change({ ...refused, state: "refused", text: answer.text });
        outcome.refused += 1;
      } else {
        await change({ ...tap, queued: true });
        outcome.offline = answer.offline === true;
        outcome.signedOut = answer.signedOut === true;
        break;
      }
    }
    return outcome;
  });

  const forgetOld = async () => {
    const limit = Date.now() - KEPT_DAYS * 86400000;
    for (const tap of await all()) if (Date.parse(tap.pressed) < limit) await remove(tap.key);
  };

  return { all, keep, remove, send, forgetOld };
})();

/* One tap: reads the location once, shows it, and sends itself when it is good. Without this file
   the same button sends the form without a location, and a superior looks at it. */
if (self.document) (() => {
  const GOOD_M = 100;
  const WAIT_MS = 12000;
  const ASK_MS = 30000;
  const HOUR_MS = 3600000;
  const JAKARTA_MS = 7 * HOUR_MS;
  const list = document.querySelector("[data-taps]");
  const words = list ? list.dataset : {};
  const root = document.documentElement;
  /* A page that the service worker gave out of the phone says when it was put there. */
  const cameAt = Number(root.dataset.kept) || Date.now();
  const serverNow = () => Number(words.at) * 1000 + Date.now() - cameAt;
  const isOver = () => serverNow() >= Number(words.until) * 1000;
  const dateOf = (moment) => new Date(moment + JAKARTA_MS).toISOString().slice(0, 10);
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  const element = (name, text, className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  };
  const button = (label, act) => {
    const made = element("button", label, "btn quiet small");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  const say = (form, text, buttons = []) => {
    const place = form.querySelector("[data-says]");
    place.textContent = text;
    buttons.forEach(([label, act]) => place.append(button(label, act)));
  };
  const busy = (form, on) => { form.querySelector("button").disabled = on; };

  /* What the phone holds: the own taps by name, those of another account by number alone. */
  const show = async () => {
    const kept = await self.taps.all();
    const mine = kept.filter((tap) => tap.account === words.account);
    const others = kept.filter((tap) => tap.account !== words.account && tap.state === "waiting");
    list.replaceChildren(...mine.map((tap) => {
      const when = new Date(Date.parse(tap.pressed) + JAKARTA_MS).toISOString();
      const name = `${words[tap.direction]} ${when.slice(11, 16).replace(":", ".")}`;
      const day = tap.day === dateOf(serverNow()) ? "" : ` (${tap.day.split("-").reverse().join("-")})`;
      const refused = tap.state === "refused";
      const line = element("li", "", refused ? "tap refused" : "tap review");
      line.append(element("b", name + day), ` · ${refused ? words.refused : words.waits} `);
      if (refused) line.append(tap.text, " ");
      line.append(refused
        ? button(words.drop, async () => { await self.taps.remove(tap.key); await show(); })
        : button(words.send, deliver));
      return line;
    }));
    if (others.length) list.append(element("li", words.others, "note"));
    document.querySelectorAll("form[data-tap]").forEach((form) => {
      const day = form.dataset.anew ? dateOf(serverNow()) : words.day;
      form.hidden = mine.some((tap) => tap.state === "waiting" && tap.day === day
        && tap.direction === form.dataset.tap);
      busy(form, form.hidden);
      const none = document.querySelector(`[data-none=${form.dataset.tap}]`);
      if (none && !form.dataset.anew) none.hidden = form.hidden;
    });
    return mine.filter((tap) => tap.state === "waiting").length;
  };

  const laterByWorker = async () => {
    const worker = navigator.serviceWorker && await navigator.serviceWorker.getRegistration();
    if (worker && worker.sync) await worker.sync.register("check-ins").catch(() => {});
  };

  const deliver = async () => {
    const outcome = await self.taps.send(words.account, token());
    if (outcome.sent) {
      window.location.reload();
      return;
    }
    const waiting = await show();
    if (outcome.signedOut) window.location.assign(words.page);
    else if (waiting) await laterByWorker();
  };

  const press = async (form, position) => {
    const anew = Boolean(form.dataset.anew);
    const tap = {
      account: words.account, direction: form.dataset.tap, url: form.getAttribute("action"),
      day: anew ? dateOf(serverNow()) : words.day, pressed: new Date().toISOString(),
      queued: Boolean(root.dataset.kept), state: "waiting", point: {}, taken: 0,
    };
    if (position) {
      const { latitude, longitude, accuracy } = position.coords;
      tap.point = { latitude, longitude, accuracy };
      tap.taken = position.timestamp;
    }
    try {
      await self.taps.keep(tap);
    } catch (noRoom) {
      /* A browser that keeps nothing (a private window): the form itself carries the tap. */
      Object.keys(tap.point).forEach((name) => { form.elements[name].value = tap.point[name]; });
      if (tap.taken) form.elements.age.value = Math.max(0, (Date.now() - tap.taken) / 1000);
      form.elements.device_time.value = tap.pressed;
      form.submit();
      return;
    }
    await deliver();
    say(form, "");
  };

  const read = (form) => {
    if (!form.dataset.anew && isOver() && !root.dataset.kept) { window.location.reload(); return; }
    busy(form, true);
    say(form, words.reading);
    const nothing = () => { say(form, words.nothing); press(form, null); };
    if (!("geolocation" in navigator)) { nothing(); return; }
    navigator.geolocation.getCurrentPosition((position) => {
      const metres = `± ${Math.round(position.coords.accuracy)} m.`;
      if (position.coords.accuracy <= GOOD_M) {
        say(form, `${words.found} ${metres} ${words.sending}`);
        press(form, position);
        return;
      }
      busy(form, false);
      say(form, `${words.vague} ${metres} `, [
        [words.again, () => read(form)],
        [words.anyway, () => { busy(form, true); press(form, position); }],
      ]);
    }, nothing, { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 });
  };

  if (list) {
    document.querySelectorAll("form[data-tap]").forEach((form) => {
      form.addEventListener("submit", (event) => { event.preventDefault(); read(form); });
    });
    if (root.dataset.kept && isOver()) {
      document.querySelectorAll("[data-of-day]").forEach((one) => { one.hidden = true; });
      document.querySelector("[data-anew-taps]").hidden = false;
    }
    self.taps.forgetOld().then(show).then((waiting) => waiting && deliver()).catch(() => {});
    window.addEventListener("online", async () => {
      await deliver();
      if (root.dataset.kept) window.location.reload();
    });
    if ("serviceWorker" in navigator) {
      window.addEventListener("load", () => navigator.serviceWorker.register(words.worker));
    }
  }

  /* A superior's call appears without reloading; 286 is the server's word to stop asking. */
  document.querySelectorAll("[data-asks]").forEach((place) => {
    const asking = window.setInterval(async () => {
      if (document.hidden) return;
      const answer = await fetch(place.dataset.asks, { credentials: "same-origin" })
        .catch(() => null);
      if (!answer || !answer.ok || answer.redirected) return;
      place.innerHTML = await answer.text();
      if (answer.status === 286) window.clearInterval(asking);
    }, ASK_MS);
  });

  /* The registered home: the point is filled in at the tap and sent by the person. */
  document.querySelectorAll("form[data-home]").forEach((form) => {
    if (!("geolocation" in navigator)) return;
    form.querySelector(".scripted").hidden = false;
    form.querySelector("[data-read]").addEventListener("click", () => {
      say(form, form.dataset.reading);
      navigator.geolocation.getCurrentPosition((position) => {
        form.elements.latitude.value = position.coords.latitude.toFixed(6);
        form.elements.longitude.value = position.coords.longitude.toFixed(6);
        say(form, `${form.dataset.found} ± ${Math.round(position.coords.accuracy)} m.`);
      }, () => say(form, form.dataset.nothing), {
        enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0,
      });
    });
  });
})();
