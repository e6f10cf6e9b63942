// A pad to sign on: what is drawn becomes path data in a hidden field. Without it the name is enough.
const MOST = 39000;

for (const pad of document.querySelectorAll("[data-pad]")) {
  const field = document.getElementById(pad.dataset.pad);
  const svg = pad.querySelector("svg");
  const path = svg.querySelector("path");
  const view = svg.viewBox.baseVal;
  let isDown = false;
  let drawn = field.value;

  const show = () => {
    path.setAttribute("d", drawn);
    field.value = drawn;
  };
  const point = (event) => {
    const box = svg.getBoundingClientRect();
    const across = Math.round(((event.clientX - box.left) / box.width) * view.width);
    const down = Math.round(((event.clientY - box.top) / box.height) * view.height);
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    return `${within(across, view.width)} ${within(down, view.height)}`;
  };
  const add = (letter, event) => {
    if (drawn.length < MOST) {
      drawn += `${drawn ? " " : ""}${letter} ${point(event)}`;
      show();
    }
  };

  svg.addEventListener("pointerdown", (event) => {
    isDown = true;
    svg.setPointerCapture(event.pointerId);
    add("M", event);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (isDown) {
      add("L", event);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, () => {
      isDown = false;
    });
  }
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    drawn = "";
    show();
  });
  pad.hidden = false;
  show();
}
