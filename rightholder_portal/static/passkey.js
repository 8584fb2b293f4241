// Forms with data-passkey ask the device for a passkey and then go the usual way, as a form.
// Without JavaScript or without passkeys they stay hidden: password and code work everywhere.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => (list ?? []).map((credential) => ({ ...credential, id: bytes(credential.id) }));

async function ask(kind, options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (kind === "create") {
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = known(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = known(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function asJson(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts, clientExtensionResults: {} });
}

async function submit(form) {
  const problem = form.querySelector("[role=alert]");
  const usual = (problem.dataset.usual ??= problem.textContent);
  problem.hidden = true;
  try {
    const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
    const body = await answer.json();
    if (!answer.ok) {
      problem.textContent = body.sentence ?? usual;
      problem.hidden = false;
      return;
    }
    form.elements.credential.value = asJson(await ask(form.dataset.passkey, body));
    if (form.elements.current) form.elements.current.disabled = true; // was checked; not sent again
    form.submit();
  } catch {
    problem.textContent = usual;
    problem.hidden = false;
  }
}

// a passkey belongs to a name: there is none for 127.0.0.1
const possible = window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);
for (const form of possible ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
}
