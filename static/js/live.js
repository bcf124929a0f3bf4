/* Who is where renews itself: only while the page is looked at, and only what has changed is said.
   Without this file the page is as it was when it was opened. */
(() => {
  const place = () => document.getElementById("kini");
  const words = (part) => part.textContent.replace(/\s+/g, " ").trim();
  const told = () => new Map(
    [...document.querySelectorAll("#kini [data-live]")].map((part) => [part.dataset.live, words(part)]),
  );
  const renew = () => {
    if (place() && !document.hidden && window.htmx) window.htmx.trigger(place(), "perbarui");
  };
  if (!place()) return;
  document.documentElement.classList.add("renewing");
  window.setInterval(renew, Number(place().dataset.every) * 1000);
  document.addEventListener("visibilitychange", renew);
  let before = told();
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "kini") return;
    const answer = event.detail.xhr;
    if (answer.status === 304 || !answer.getResponseHeader("ETag")) event.detail.shouldSwap = false;
    /* Signed out meanwhile: the page itself asks to sign in again. */
    if (answer.status === 200 && !answer.getResponseHeader("ETag")) window.location.reload();
    before = told();
  });
  document.addEventListener("htmx:afterSettle", () => {
    const now = told();
    const news = [...now].filter(([key, text]) => before.get(key) !== text).map(([, text]) => text);
    if (news.length) document.getElementById("kini-kabar").textContent = news.join(". ");
    before = now;
  });
})();
