/* The queue of reports by keyboard: J and K move, A accepts, R returns with a reason, X ticks.
   A decided report stays in its place with its result and the next one takes the focus. Without
   this file the buttons of each report do the same through a new page. */
(() => {
  const form = document.querySelector("form[data-review]");
  if (!form) return;
  const news = form.querySelector("[data-news]");
  const ticked = form.querySelector("[data-ticked]");
  const all = form.querySelector("[data-all]");
  const rows = () => Array.from(form.querySelectorAll("article"));
  const open = () => rows().filter((row) => !("done" in row.dataset));
  const boxes = () => Array.from(form.querySelectorAll("input[name=pilih]"));
  const here = () => document.activeElement.closest("form[data-review] article");
  const count = () => {
    const n = boxes().filter((box) => box.checked).length;
    ticked.textContent = n ? `(${n})` : "";
  };
  const go = (row) => {
    if (!row) return;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const list = open();
    const now = here();
    if (!now) return go(list[by > 0 ? 0 : list.length - 1]);
    const every = rows();
    for (let at = every.indexOf(now) + by; every[at]; at += by) {
      if (!("done" in every[at].dataset)) return go(every[at]);
    }
    return undefined;
  };
  const reason = (row) => {
    const details = row.querySelector("details");
    details.open = true;
    details.querySelector("textarea").focus();
  };
  const acts = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    a: (row) => row && row.querySelector("[data-accept]") && row.querySelector("[data-accept]").click(),
    r: (row) => row && row.querySelector("details") && reason(row),
    x: (row) => row && row.querySelector("input[name=pilih]") && row.querySelector("input[name=pilih]").click(),
  };
  document.addEventListener("keydown", (event) => {
    const row = here();
    if (event.key === "Escape" && row && row.querySelector("details[open]")) {
      row.querySelector("details").open = false;
      go(row);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, input:not([type=checkbox])")) return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act(row);
  });
  form.addEventListener("change", count);
  all.hidden = false;
  form.querySelector("[data-keys]").hidden = false;
  all.addEventListener("click", () => {
    const on = boxes().some((box) => !box.checked);
    boxes().forEach((box) => { box.checked = on; });
    count();
  });
  /* Only what the pressed button needs is sent: its own name and the reason of its row. */
  form.addEventListener("htmx:configRequest", (event) => {
    const button = event.detail.elt;
    const kept = { act: button.value };
    const text = button.closest("article").querySelector("textarea");
    if (text) kept[text.name] = text.value;
    for (const name of Object.keys(event.detail.parameters)) delete event.detail.parameters[name];
    Object.assign(event.detail.parameters, kept);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const row = document.getElementById(event.detail.target.id);
    if (!row || !form.contains(row)) return;
    news.textContent = row.innerText.split("\n").filter((line) => line.trim()).slice(0, 2).join(" ");
    count();
    row.focus();
    if ("done" in row.dataset) step(1);
  });
})();
