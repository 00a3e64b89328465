// A courtesy: pages work without it.
(() => {
  const root = document.documentElement.classList;
  const all = (css, act) => document.querySelectorAll(css).forEach(act);
  const on = (node, event, act) => node.addEventListener(event, act);

  // «Ocultar saldos»: in a cookie, for signing out clears the storage. CSS hides; sentences are here.
  const hide = (hidden) => {
    root.toggle("balances-hidden", hidden);
    all("[data-amount-text]", (node) => {
      const shown = node.dataset.shown ??= node.textContent;
      node.textContent = hidden ? shown.replace(/\$\s?\d+([.,]\d+)*/g, "saldo oculto") : shown;
    });
  };
  const sync = () => hide(document.cookie.includes("balances=hidden"));
  sync();
  on(document, "visibilitychange", sync);
  all("[data-hide-balances]", (button) => on(button, "click", () => {
    const age = root.contains("balances-hidden") ? 0 : 31536000;
    const [own, safe] = location.protocol === "https:" ? ["__Host-", "; secure"] : ["", ""];
    document.cookie = `${own}balances=hidden; path=/; max-age=${age}; samesite=strict${safe}`;
    sync();
  }));

  // Whoever comes back to a page that answered a form gets the page: the browser asks to send nothing
  // twice. Loading it again keeps what was typed, so this waits until one goes on.
  const goOn = () => history.replaceState(history.state, "", location.href);
  on(document, "click", (e) => e.target.closest("a[href]") && goOn());

  // A second press does not send twice. Coming back, or ten quiet seconds, frees the button.
  const free = () => all("[aria-busy]", (button) => button.removeAttribute("aria-busy"));
  on(document, "submit", (e) => {
    if (e.target.querySelector("[aria-busy]")) return e.preventDefault();
    goOn();
    e.submitter?.setAttribute("aria-busy", "true");
    setTimeout(free, 10000);
  });
  on(window, "pageshow", free);

  // Money: groups thousands while typing. A paste that could mean two amounts stays as it is.
  all("[data-money]", (input) => {
    let leave = false;
    on(input, "input", (e) => {
      const text = input.value;
      leave = text && (leave || e.inputType === "insertFromPaste" && /\.(?!\d{3}(\D|$))/.test(text));
      if (leave || /[^\d.,\s$]|,.*[.,]/.test(text)) return;
      let after = text.slice(input.selectionStart).replace(/[^\d,]/g, "").length;
      const [pesos, ...cents] = text.replace(/[^\d,]/g, "").split(",");
      input.value = [pesos.replace(/\B(?=(\d{3})+$)/g, "."), ...cents].join(",");
      let caret = input.value.length;
      for (; after; caret--) if (input.value[caret - 1] !== ".") after--;
      input.setSelectionRange(caret, caret);
    });
  });

  // The on-screen keypad says how many digits there are, never which.
  all("[data-keypad]", (pad) => {
    const input = document.getElementById(pad.dataset.keypad);
    const toggle = pad.previousElementSibling;
    const tell = () => { pad.firstElementChild.textContent = `${input.value.length} de ${input.maxLength} dígitos`; };
    on(input, "input", tell);
    on(toggle, "click", () => {
      pad.hidden = !pad.hidden;
      toggle.ariaExpanded = !pad.hidden;
      input.inputMode = pad.hidden ? "numeric" : "none";
      tell();
    });
    on(pad, "click", (e) => {
      const key = e.target.closest("button");
      if (!key) return;
      input.value = key.value ? (input.value + key.value).slice(0, input.maxLength) : input.value.slice(0, -1);
      tell();
    });
  });

  all("[data-print]", (button) => on(button, "click", () => print()));
})();
