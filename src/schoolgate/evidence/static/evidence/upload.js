// How far a file has come. Without this script the form is sent as every other form is.
const PAGE = ".govuk-width-container:has(main)";

const show = (form, sent, total) => {
  const box = form.querySelector("[data-upload-box]");
  const percent = total ? Math.floor((100 * sent) / total) : 0;
  const words = percent < 100 ? `${percent} per cent sent` : "All of it is here. It is being checked and sealed";
  box.hidden = false;
  box.querySelector("progress").value = percent;
  if (percent % 10 === 0 || percent === 100) {
    box.querySelector("[data-upload-words]").textContent = words; // read aloud: not every step
  }
};

const failed = (form) => {
  form.querySelector("[data-upload-words]").textContent =
    "The connection broke. What you chose is not in the vault. Send it again.";
  form.querySelector("button[type=submit]").disabled = false;
};

const replace = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.querySelector(PAGE);
  if (!fresh) {
    window.location.reload();
    return;
  }
  document.title = page.title;
  document.querySelector(PAGE).replaceWith(document.adoptNode(fresh));
  const first = document.querySelector(".govuk-error-summary, .govuk-notification-banner, h1");
  first.setAttribute("tabindex", "-1");
  first.focus();
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-upload]") || !form.querySelector("input[type=file]").files.length) {
    return;
  }
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (one) => show(form, one.loaded, one.total));
  request.addEventListener("load", () => replace(request.responseText));
  request.addEventListener("error", () => failed(form));
  request.open("POST", window.location.href);
  request.send(new FormData(form));
  form.querySelector("button[type=submit]").disabled = true;
  show(form, 0, 1);
});
