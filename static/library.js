// Results as one types, and stars that turn where they stand. Both work without this script: the
// form is sent with its button, and a star leads back to its list.
"use strict";
(() => {
  const PAUSE = 180; // milliseconds without a key before it looks
  const form = document.querySelector("#find");
  const results = document.querySelector("#results");
  const count = document.querySelector("#count");

  if (form) {
    let waiting = 0;
    let asking = null;

    const address = () => {
      const asked = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (value.trim()) asked.append(name, value.trim());
      const query = asked.toString();
      return form.getAttribute("action") + (query ? `?${query}` : "");
    };

    const look = async () => {
      const where = address();
      asking?.abort();
      if (where === location.pathname + location.search) return;
      const mine = asking = new AbortController();
      try {
        const answer = await fetch(where, { credentials: "same-origin", signal: mine.signal });
        if (answer.redirected || !answer.ok) return location.assign(where); // signed out, say
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (mine.signal.aborted) return;
        results.replaceChildren(...page.querySelector("#results").childNodes);
        count.textContent = results.querySelector("#found")?.textContent ?? "The whole library";
        history.replaceState(null, "", where);
      } catch (error) {
        if (error.name !== "AbortError") location.assign(where);
      }
    };

    const soon = () => { clearTimeout(waiting); waiting = setTimeout(look, PAUSE); };
    form.addEventListener("input", soon);
    form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); look(); });
    // Coming back, a browser may put typed words into a page that was made without them.
    addEventListener("pageshow", soon);
  }

  document.addEventListener("submit", async (event) => {
    const star = event.target.closest("form.star");
    if (!star) return;
    event.preventDefault();
    const button = star.querySelector("button");
    const on = star.elements.on.value === "1";
    try {
      const answer = await fetch(star.action, { method: "POST", body: new URLSearchParams(new FormData(star)), redirect: "manual" });
      if (answer.type !== "opaqueredirect") return star.submit();
    } catch {
      return star.submit();
    }
    button.setAttribute("aria-pressed", String(on));
    star.elements.on.value = on ? "0" : "1";
  });
})();
