// Counts the sheets anew when something is switched, and switches a ready-made choice without loading
// the page again. What is chosen stands in the address, so that Back from a paper finds it. The page
// works without this: there are buttons.
"use strict";
(() => {
  const form = document.querySelector("#packet");
  const again = document.querySelector("#again");
  again.hidden = true;
  let asked = 0;
  let soon;
  const said = () => {
    const words = new URLSearchParams(new FormData(form));
    for (const name of ["csrf_token", "notes"]) words.delete(name);
    for (const [name, value] of [...words]) if (!value) words.delete(name, value);
    return `${form.getAttribute("action")}?${words}`;
  };
  const show = async (wait, switched) => {
    const mine = ++asked;
    const answer = await wait;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return; // something was switched meanwhile
    if (!answer.ok || !page.querySelector("#packet")) throw new Error();
    if (switched) {
      const on = (box) => `${box.name} ${box.value}`;
      const boxes = [...page.querySelectorAll("[name=on]:checked, [name=sheet]:checked")].map(on);
      for (const box of form.querySelectorAll("[name=on], [name=sheet]")) box.checked = boxes.includes(on(box));
    }
    for (const there of page.querySelectorAll("[data-live]")) {
      const here = document.getElementById(there.id);
      if (!here) continue;
      here.className = there.className;
      if (there.ariaPressed !== null) here.ariaPressed = there.ariaPressed;
      if (here.innerHTML !== there.innerHTML) here.replaceChildren(...there.childNodes);
    }
    history.replaceState(null, "", said());
  };
  const count = () => {
    const mine = asked + 1;
    show(fetch(said(), { credentials: "same-origin" })).catch(() => {
      if (mine === asked) again.hidden = false; // count by the button instead
    });
  };
  const later = (wait) => { clearTimeout(soon); soon = setTimeout(count, wait); };
  form.addEventListener("change", () => later(0));
  form.addEventListener("input", (event) => { if (event.target.inputMode === "numeric") later(400); });
  for (const preset of form.querySelectorAll("[name=preset]")) {
    preset.addEventListener("click", (event) => {
      event.preventDefault();
      clearTimeout(soon);
      const body = new URLSearchParams(new FormData(form, preset));
      const answer = fetch(preset.formAction, { method: "POST", body, credentials: "same-origin" });
      show(answer, true).catch(() => form.requestSubmit(preset));
    });
  }
})();
