/* The board by keyboard: one tab stop, arrows between cells, Enter opens the cell in a dialog.
   Without this file each cell is a plain link to a page. */
(() => {
  const table = document.querySelector("table[data-board]");
  const dialog = document.getElementById("ubah");
  if (!table || !dialog || !dialog.showModal) return;
  const rows = Array.from(table.tBodies[0].rows);
  const links = table.tBodies[0].getElementsByTagName("a");
  for (const link of links) link.tabIndex = -1;
  if (links.length) links[0].tabIndex = 0;

  const linkAt = (row, cell) => rows[row] && rows[row].cells[cell] && rows[row].cells[cell].querySelector("a");
  const go = (from, to) => {
    if (!to) return;
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  };
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("tbody a");
    if (!link) return;
    let row = rows.indexOf(link.closest("tr"));
    let cell = link.parentElement.cellIndex;
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const own = rows[row].getElementsByTagName("a");
      go(link, own[event.key === "Home" ? 0 : own.length - 1]);
      return;
    }
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    let next = null;
    do {
      row += step[0];
      cell += step[1];
      next = linkAt(row, cell);
    } while (!next && rows[row] && rows[row].cells[cell]);
    go(link, next);
  });

  table.addEventListener("click", (event) => {
    const link = event.target.closest("tbody a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const other of table.querySelectorAll('tbody a[tabindex="0"]')) other.tabIndex = -1;
    link.tabIndex = 0;
    fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" })
      .then((answer) => {
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        return answer.text();
      })
      .then((html) => {
        dialog.innerHTML = html;
        const close = document.createElement("button");
        close.type = "button";
        close.className = "btn quiet small";
        close.textContent = dialog.dataset.close;
        close.addEventListener("click", () => dialog.close());
        dialog.append(close);
        dialog.showModal();
      })
      .catch(() => { window.location.href = link.href; });
  });
  dialog.addEventListener("close", () => {
    const link = table.querySelector('tbody a[tabindex="0"]');
    if (link) link.focus();
  });
})();
