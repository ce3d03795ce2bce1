// Counts the sheets anew when something is switched. The page works without it: there is a button.
"use strict";
(() => {
  const form = document.querySelector("#packet");
  const again = document.querySelector("#again");
  again.hidden = true;
  let asked = 0;
  let soon;
  const count = async () => {
    const mine = ++asked;
    const said = new URLSearchParams(new FormData(form));
    for (const name of ["csrf_token", "notes"]) said.delete(name);
    for (const [name, value] of [...said]) if (!value) said.delete(name, value);
    try {
      const answer = await fetch(`${form.getAttribute("action")}?${said}`, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return; // something was switched meanwhile
      if (!answer.ok || !page.querySelector("#packet")) throw new Error();
      for (const there of page.querySelectorAll("[data-live]")) {
        const here = document.getElementById(there.id);
        if (!here) continue;
        here.className = there.className;
        if (there.ariaPressed !== null) here.ariaPressed = there.ariaPressed;
        if (here.innerHTML !== there.innerHTML) here.replaceChildren(...there.childNodes);
      }
      form.querySelector("#packet .problems")?.remove();
    } catch {
      if (mine === asked) again.hidden = false; // count by the button instead
    }
  };
  const later = (wait) => { clearTimeout(soon); soon = setTimeout(count, wait); };
  form.addEventListener("change", () => later(0));
  form.addEventListener("input", (event) => { if (event.target.inputMode === "numeric") later(400); });
})();
