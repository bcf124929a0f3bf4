/* The board by keyboard: one tab stop, arrows between cells, Enter opens the cell in a dialog,
   Ctrl+Z takes the last change back. What a change moves is put in place without a new page, and
   the focus stays in the cell. Without this file each cell is a plain link to a page. */
(() => {
  const table = document.querySelector("table[data-board]");
  const dialog = document.getElementById("ubah");
  if (!table || !dialog || !dialog.showModal || !window.htmx) return;
  const context = document.getElementById("konteks");
  const undo = document.getElementById("urung");
  const news = undo.parentElement;
  const bodyRows = () => Array.from(table.querySelectorAll("tbody tr"));
  let current = "";

  const stopAt = (link) => {
    for (const other of table.querySelectorAll('tbody a[tabindex="0"]')) other.tabIndex = -1;
    link.tabIndex = 0;
    current = link.getAttribute("href");
  };
  const currentLink = () => table.querySelector(`tbody a[href="${CSS.escape(current)}"]`)
    || table.querySelector("tbody a");
  /* New rows come with plain links: they join the one tab stop. */
  const tidy = () => {
    for (const link of table.querySelectorAll("tbody a:not([tabindex])")) link.tabIndex = -1;
    const link = currentLink();
    if (link) stopAt(link);
  };
  table.setAttribute("role", "grid");
  tidy();

  const go = (link) => {
    if (!link) return;
    stopAt(link);
    link.focus();
  };
  const linkAt = (rows, row, cell) => rows[row].cells[cell] && rows[row].cells[cell].querySelector("a");
  const steps = {
    ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0],
    PageUp: [-10, 0], PageDown: [10, 0],
  };
  const move = (link, [down, right]) => {
    const rows = bodyRows();
    const own = link.parentElement.cellIndex;
    let row = rows.indexOf(link.closest("tr"));
    let cell = own;
    let next = null;
    if (right) {
      do {
        cell += right;
        next = rows[row].cells[cell] && linkAt(rows, row, cell);
      } while (!next && rows[row].cells[cell]);
      return next;
    }
    const to = Math.max(0, Math.min(rows.length - 1, row + down));
    const step = Math.sign(down);
    /* Headings and days that nobody can open are passed over; at an edge the nearest one counts. */
    for (row = to; rows[row] && !next; row += step) next = linkAt(rows, row, own);
    for (row = to; rows[row] && !next; row -= step) next = linkAt(rows, row, own);
    return next;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    const form = undo.querySelector("form");
    if (!form || dialog.open || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    form.requestSubmit();
  });
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("tbody a");
    if (!link || event.altKey) return;
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const own = (event.ctrlKey ? table.querySelectorAll("tbody td > a") : link.closest("tr").getElementsByTagName("a"));
      go(own[event.key === "Home" ? 0 : own.length - 1]);
    } else if (steps[event.key] && !event.ctrlKey) {
      event.preventDefault();
      go(move(link, steps[event.key]));
    }
  });

  table.addEventListener("click", (event) => {
    const link = event.target.closest("tbody a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    stopAt(link);
    if (!current.startsWith("ubah/")) return;
    event.preventDefault();
    const values = {};
    for (const input of context.querySelectorAll("input")) values[input.name] = input.value;
    window.htmx.ajax("GET", link.href, { source: dialog, target: dialog, values });
  });

  /* An answer that is a whole page (the session is over) or none at all never takes what was typed. */
  const failed = (event) => {
    const form = dialog.querySelector("form.form");
    if (!form || event.detail.requestConfig.verb === "get") {
      window.location.href = current || window.location.href;
      return;
    }
    const note = form.querySelector("[data-note]") || document.createElement("p");
    note.dataset.note = "";
    note.className = "errorlist";
    note.setAttribute("role", "alert");
    note.textContent = dialog.dataset.failed;
    form.prepend(note);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target !== dialog || !/<html/i.test(xhr.responseText.slice(0, 200))) return;
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    failed(event);
  });
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);

  /* A dialog with something in it opens; an empty one means that the change is done. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== dialog) return;
    news.classList.toggle("idle", !undo.childNodes.length);
    const done = undo.querySelector("[data-cell]");
    if (!dialog.querySelector(".cell-form") && done) current = done.dataset.cell;
    tidy();
    if (dialog.querySelector(".cell-form")) {
      if (!dialog.open) dialog.showModal();
    } else if (dialog.open) {
      dialog.close();
    } else {
      go(currentLink());
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) dialog.close();
  });
  dialog.addEventListener("close", () => go(currentLink()));
})();
