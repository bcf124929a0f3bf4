/* One tap: reads the location once, shows it, and sends the form when it is good. Without this
   file the same button sends the form without a location, and a superior looks at it. */
(() => {
  const STORE = "bekasi-presensi";
  const GOOD_M = 100;
  const WAIT_MS = 12000;
  const forms = document.querySelectorAll("form[data-tap]");

  const say = (form, text, buttons = []) => {
    const place = form.querySelector("[data-says]");
    place.textContent = text;
    buttons.forEach(([label, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn quiet small";
      button.textContent = label;
      button.addEventListener("click", act);
      place.append(button);
    });
  };
  const fill = (form, values) => {
    Object.keys(values).forEach((name) => { form.elements[name].value = values[name]; });
  };
  const busy = (form, on) => { form.querySelector("button").disabled = on; };
  const forget = () => window.localStorage.removeItem(STORE);
  const kept = () => {
    try { return JSON.parse(window.localStorage.getItem(STORE)); } catch (broken) { forget(); return null; }
  };

  /* Kept on the phone until the server has answered: no signal and no session lose nothing. */
  const send = async (form, one) => {
    window.localStorage.setItem(STORE, JSON.stringify(one));
    const body = new FormData(form);
    Object.keys(one.values).forEach((name) => body.set(name, one.values[name]));
    if (one.taken) body.set("age", Math.max(0, (Date.now() - one.taken) / 1000));
    let response;
    try {
      response = await fetch(form.action, {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
    } catch (offline) {
      say(form, form.dataset.stored);
      busy(form, false);
      return;
    }
    const type = response.headers.get("content-type") || "";
    if (type.includes("application/json")) {
      forget();
      window.location.reload();
    } else if (response.redirected) {
      window.location.assign(response.url);
    } else {
      say(form, form.dataset.stored);
      busy(form, false);
    }
  };

  const deliver = (form, position) => {
    const values = { key: form.elements.key.value, device_time: new Date().toISOString() };
    if (position) {
      values.latitude = position.coords.latitude;
      values.longitude = position.coords.longitude;
      values.accuracy = position.coords.accuracy;
    }
    send(form, {
      person: form.dataset.person, day: form.dataset.day, tap: form.dataset.tap, values,
      taken: position ? position.timestamp : 0,
    });
  };

  const read = (form) => {
    busy(form, true);
    say(form, form.dataset.reading);
    const nothing = () => { say(form, form.dataset.nothing); deliver(form, null); };
    if (!("geolocation" in navigator)) { nothing(); return; }
    navigator.geolocation.getCurrentPosition((position) => {
      const metres = `± ${Math.round(position.coords.accuracy)} m.`;
      if (position.coords.accuracy <= GOOD_M) {
        say(form, `${form.dataset.found} ${metres} ${form.dataset.sending}`);
        deliver(form, position);
        return;
      }
      busy(form, false);
      say(form, `${form.dataset.vague} ${metres} `, [
        [form.dataset.again, () => read(form)],
        [form.dataset.anyway, () => { busy(form, true); deliver(form, position); }],
      ]);
    }, nothing, { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 });
  };

  const resend = () => {
    const waiting = kept();
    if (!waiting || !forms.length) return;
    const form = [...forms].find((one) => one.dataset.tap === waiting.tap) || forms[0];
    if (waiting.person !== form.dataset.person) return;
    if (waiting.day !== form.dataset.day) { say(form, form.dataset.expired); forget(); return; }
    if (form.dataset.tap !== waiting.tap) { forget(); return; }
    say(form, form.dataset.sending);
    send(form, waiting);
  };

  forms.forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    read(form);
  }));
  /* The registered home: the point is filled in at the tap and sent by the person. */
  document.querySelectorAll("form[data-home]").forEach((form) => {
    if (!("geolocation" in navigator)) return;
    form.querySelector(".scripted").hidden = false;
    form.querySelector("[data-read]").addEventListener("click", () => {
      say(form, form.dataset.reading);
      navigator.geolocation.getCurrentPosition((position) => {
        fill(form, {
          latitude: position.coords.latitude.toFixed(6), longitude: position.coords.longitude.toFixed(6),
        });
        say(form, `${form.dataset.found} ± ${Math.round(position.coords.accuracy)} m.`);
      }, () => say(form, form.dataset.nothing), {
        enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0,
      });
    });
  });

  window.addEventListener("online", resend);
  resend();
})();
