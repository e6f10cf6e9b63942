// When a security key or passkey does not answer, the page says so.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("key-problem");
  problem.hidden = false;
  problem.focus();
});
