/* Small comforts. Every page works without this file. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const on = (type, handler, options) => document.addEventListener(type, handler, options);
  root.classList.add("js");

  /* On a narrow screen the tabs scroll: begin where we are. */
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft;

  /* "/" goes to the search box; Escape closes an open menu and returns to its button. */
  on("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector("[data-search]");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    }
    if (event.key === "Escape") {
      all("details.menu[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });

  on("click", (event) => {
    all("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const button = event.target.closest("button");
    if (!button) return;
    if (button.hasAttribute("data-print")) window.print();
    if (button.hasAttribute("data-dismiss")) button.closest(".notice").remove();
  });

  /* Paper shows what is folded, and a link to a folded part unfolds it where the browser does not. */
  window.addEventListener("beforeprint", () => all("details.fold:not([open])").forEach((fold) => {
    fold.open = true;
    fold.dataset.printed = "yes";
  }));
  window.addEventListener("afterprint", () => all("details[data-printed]").forEach((fold) => {
    fold.open = false;
    delete fold.dataset.printed;
  }));
  const unfold = () => {
    const fold = document.getElementById(location.hash.slice(1))?.closest("details.fold:not([open])");
    if (!fold) return;
    fold.open = true;
    fold.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  /* A changed form warns before it is left; sending it is not leaving. */
  let dirty = false;
  on("input", (event) => {
    if (event.target.closest("form[data-dirty]")) dirty = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });

  /* data-confirm on a form or its button asks first, in a dialog of the page. */
  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const ask = (text, label, danger, agreed) => {
    const title = element("h2", { id: "ask-title", textContent: text });
    const no = element("button", { type: "button", className: "btn", textContent: "不办了" });
    const yes = element("button", { type: "button", className: danger ? "btn danger" : "btn primary", textContent: label });
    const dialog = element("dialog", {}, title, element("div", { className: "btns" }, no, yes));
    dialog.setAttribute("aria-labelledby", "ask-title");
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      dialog.close();
      agreed();
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  };
  on(
    "submit",
    (event) => {
      const form = event.target;
      const button = event.submitter;
      const text = button?.dataset.confirm || form.dataset.confirm;
      if (!text || form.dataset.agreed) return;
      event.preventDefault();
      event.stopPropagation();
      ask(text, button?.textContent.trim() || "确定", button?.classList.contains("danger"), () => {
        form.dataset.agreed = "yes";
        form.requestSubmit(button);
        delete form.dataset.agreed;
      });
    },
    true,
  );

  /* A form is sent once: a second press is swallowed, the button's own name and value still go along. */
  const release = (form) => {
    delete form.dataset.sent;
    all("button[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  on("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    dirty = false;
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(release, form.hasAttribute("data-download") ? 2000 : 8000, form);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(release));

  /* data-select-all="name" ticks every box of that name in its form; [data-selected] shows how many. */
  const count = (form) => {
    const head = form.querySelector("[data-select-all]");
    if (!head) return;
    const boxes = all(`input[type="checkbox"][name="${head.dataset.selectAll}"]`, form);
    const ticked = boxes.filter((box) => box.checked).length;
    head.checked = boxes.length > 0 && ticked === boxes.length;
    head.indeterminate = ticked > 0 && ticked < boxes.length;
    all("[data-selected]", form).forEach((place) => (place.textContent = `已选 ${ticked} 项`));
  };
  on("change", (event) => {
    const box = event.target;
    if (!box.form || box.type !== "checkbox") return;
    if (box.dataset.selectAll) {
      all(`input[type="checkbox"][name="${box.dataset.selectAll}"]`, box.form).forEach((one) => (one.checked = box.checked));
    }
    count(box.form);
  });
  all("form").forEach(count);
})();
