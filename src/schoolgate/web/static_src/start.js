// The marks that GOV.UK's script looks for; its own way of setting them is an inline script, which
// our content security policy refuses.
import { initAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
