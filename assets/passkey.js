// Hands what the page says to the browser, which makes or uses a passkey, and sends its answer with the form. Browsers offer
// this to scripts alone; everything else on these pages works without.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const told = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  const answer = form.elements.antwoord;

  if (!window.PublicKeyCredential) {
    told.textContent = "Deze browser kent geen passkeys. Kies een andere manier.";
    button.disabled = true;
    return;
  }

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list ?? []).map((credential) => ({ ...credential, id: bytes(credential.id) }));

  function make(options) {
    return navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
      },
    });
  }

  function use(options) {
    return navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
    });
  }

  function written({ id, rawId, type, response }) {
    const parts = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      parts.attestationObject = text(response.attestationObject);
    } else {
      parts.authenticatorData = text(response.authenticatorData);
      parts.signature = text(response.signature);
      parts.userHandle = response.userHandle ? text(response.userHandle) : null;
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: parts, extensions: {} });
  }

  form.addEventListener("submit", async (event) => {
    if (answer.value) return;
    event.preventDefault();
    button.disabled = true;
    told.textContent = "Wacht op uw apparaat…";
    try {
      const { publicKey } = JSON.parse(form.dataset.options);
      const credential = await (form.dataset.passkey === "maken" ? make(publicKey) : use(publicKey));
      answer.value = written(credential);
      form.submit();
    } catch (fault) {
      button.disabled = false;
      told.textContent =
        fault.name === "InvalidStateError"
          ? "Dit apparaat heeft al een passkey voor uw account."
          : "Het is niet gelukt of afgebroken. Probeer het opnieuw, of kies een andere manier.";
    }
  });
})();
