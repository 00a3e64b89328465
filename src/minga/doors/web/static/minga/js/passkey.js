// Passkeys: the page asks, the browser signs, the server judges. Without this file there is the PIN.
(() => {
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const all = (css, act) => document.querySelectorAll(css).forEach(act);
  const Key = window.PublicKeyCredential;

  // JSON as the server writes it, in bytes as older browsers want them.
  const named = (keys = []) => keys.map((one) => ({ ...one, id: bytes(one.id) }));
  const decoded = (said) => ({
    ...said,
    challenge: bytes(said.challenge),
    ...(said.user && { user: { ...said.user, id: bytes(said.user.id) } }),
    ...(said.excludeCredentials && { excludeCredentials: named(said.excludeCredentials) }),
    ...(said.allowCredentials && { allowCredentials: named(said.allowCredentials) }),
  });
  const ways = {
    make: (said) => navigator.credentials.create({
      publicKey: Key.parseCreationOptionsFromJSON?.(said) ?? decoded(said) }),
    use: (said) => navigator.credentials.get({
      publicKey: Key.parseRequestOptionsFromJSON?.(said) ?? decoded(said) }),
  };
  const written = ({ id, rawId, type, response }) => {
    const parts = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) parts[part] = text(response[part]);
    }
    if (response.getTransports) parts.transports = response.getTransports();
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts });
  };

  const asked = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  all("[data-passkey]", (form) => {
    if (!Key) {
      form.hidden = true;
      all("[data-no-passkey]", (node) => { node.hidden = false; });
      return;
    }
    const says = form.querySelector("[role=status]");
    let busy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      says.textContent = "";
      try {
        form.elements.respuesta.value = written(await ways[form.dataset.passkey](await asked(form)));
        form.submit();
      } catch (error) {
        const { failed, known } = form.dataset;
        says.textContent = error.name === "InvalidStateError" && known || failed;
        form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
      }
      busy = false;
    });
  });
})();
