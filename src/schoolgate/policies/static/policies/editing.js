// Says when what is typed does not reach the server, and sends it again until it does.
const status = () => document.getElementById("kept");
let lost = false;

const again = () => {
  const field = document.getElementById("text");
  if (lost && field) window.htmx.trigger(field, "again");
};
const lose = () => {
  lost = true;
  if (status()) status().textContent = "Not kept yet: there is no connection. What you typed stays on this page and is sent again by itself.";
};
document.addEventListener("htmx:sendError", lose);
document.addEventListener("htmx:timeout", lose);
document.addEventListener("htmx:responseError", lose);
document.addEventListener("htmx:afterOnLoad", () => {
  lost = false;
});
window.addEventListener("online", again);
setInterval(again, 5000);
window.addEventListener("beforeunload", (event) => {
  if (lost) event.preventDefault();
});
