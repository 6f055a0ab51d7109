// Passkeys. A form with data-passkey says what is done: "add", "show" (options stand in the page) or "login" (options
// are fetched when the button is pressed, since most visitors never press it). The button is shown only where it works.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const opened = (keys) => (keys ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));

function creation({ publicKey }) {
  const selection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return {
    publicKey: {
      ...publicKey,
      authenticatorSelection: selection,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: opened(publicKey.excludeCredentials),
    },
  };
}

function request({ publicKey }) {
  return {
    publicKey: { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: opened(publicKey.allowCredentials) },
  };
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function options(form) {
  if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  return answer.json();
}

async function use(form) {
  const given = await options(form);
  const credential =
    form.dataset.passkey === "add"
      ? await navigator.credentials.create(creation(given.creation_options))
      : await navigator.credentials.get(request(given.request_options));
  form.elements.credential.value = JSON.stringify(written(credential));
  if (form.elements.passwordless) form.elements.passwordless.value = "true";
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[type=button]");
    const message = form.querySelector("[role=alert]");
    button.hidden = false;
    button.addEventListener("click", () => {
      message.hidden = true;
      use(form).catch(() => {
        message.hidden = false;
      });
    });
  }
}
