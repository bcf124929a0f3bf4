/* Small comforts only: every form works without this file. */
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
/* A form sent once is not sent twice by an impatient finger. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !event.defaultPrevented) {
    form.dataset.sent = "1";
    window.setTimeout(() => { delete form.dataset.sent; }, 4000);
  }
});
/* Open menus close at a click elsewhere and at Escape, which gives the focus back. */
const openMenus = () => document.querySelectorAll("details.drop[open]");
document.addEventListener("click", (event) => {
  openMenus().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
/* What was shown of the bar for the keyboard goes back to its first line. */
document.querySelectorAll(".nav-bar").forEach((bar) => {
  bar.addEventListener("focusout", () => { bar.scrollTop = 0; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
/* A link to a closed part of the page opens it. */
const openTarget = () => {
  const target = document.getElementById(window.location.hash.slice(1));
  if (target && target.tagName === "DETAILS") target.open = true;
};
window.addEventListener("hashchange", openTarget);
openTarget();
/* Seconds left are counted down from what the server said, whatever the phone's clock shows. */
window.setInterval(() => {
  document.querySelectorAll("[data-left]").forEach((place) => {
    const left = Math.max(0, Number(place.dataset.left) - 1);
    place.dataset.left = left;
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  });
}, 1000);
