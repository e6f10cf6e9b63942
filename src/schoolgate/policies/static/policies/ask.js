// After a step: the new heading takes the focus, so that a screen reader reads on from there.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "ask") event.target.querySelector("h1")?.focus();
});

// “Copy link” shows itself only where it can work.
const show = () => {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
};
document.addEventListener("htmx:load", show);
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.parentElement.querySelector("[role=status]").textContent = "Copied.";
});
show();
