// Everything here is a help: each page works without it.
const away = document.querySelector(".tell-away");

// Leaving: the page is emptied at once, and its place in the history goes to the weather.
function leave(event) {
  event.preventDefault();
  document.body.replaceChildren();
  document.title = "Weather";
  window.location.replace(away.href);
}
if (away) {
  away.addEventListener("click", leave);
  let escapes = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    escapes = [...escapes.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (escapes.length > 2) leave(event);
  });
}

// Coming back with the browser's arrow shows nothing that was kept in memory.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Reading aloud, one piece after the other, each marked while it is read.
function read(pieces) {
  window.speechSynthesis.cancel();
  for (const piece of pieces) {
    const said = new SpeechSynthesisUtterance(piece.textContent.trim());
    said.lang = "en-GB";
    said.rate = 0.85;
    said.addEventListener("start", () => piece.classList.add("tell-reads"));
    for (const end of ["end", "error"]) {
      said.addEventListener(end, () => piece.classList.remove("tell-reads"));
    }
    window.speechSynthesis.speak(said);
  }
}
if ("speechSynthesis" in window) {
  for (const button of document.querySelectorAll("[data-aloud]")) {
    button.hidden = false;
    button.addEventListener("click", () => read(document.querySelectorAll("[data-read]")));
  }
}
