// Reads a part of the page aloud in the browser's own voice. Without such a voice nothing is shown.
const voice = window.speechSynthesis;

function read(button) {
  const part = document.getElementById(button.dataset.aloud);
  voice.cancel();
  if (button.getAttribute("aria-pressed") === "true") return;
  const said = new SpeechSynthesisUtterance(part.dataset.says ?? part.innerText);
  said.lang = "en-GB";
  said.rate = 0.85;
  said.onend = () => button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", "true");
  voice.speak(said);
}

if (voice) {
  for (const button of document.querySelectorAll("[data-aloud]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const other of document.querySelectorAll("[data-aloud]")) {
        if (other !== button) other.setAttribute("aria-pressed", "false");
      }
      read(button);
      if (!voice.speaking && !voice.pending) button.setAttribute("aria-pressed", "false");
    });
  }
}
