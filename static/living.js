// Looks again at an open check-in while somebody looks at it, and loads the page anew once it has
// closed. Without this script there is the link. Nothing is stored.
"use strict";
(() => {
  const EVERY = 10000;
  const told = [".enough", "#until"];
  const look = async () => {
    setTimeout(look, EVERY);
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.querySelector("#living")) return location.reload();
      for (const one of told) {
        const here = document.querySelector(one), there = page.querySelector(one);
        if (here.textContent !== there.textContent) here.textContent = there.textContent;
      }
    } catch { /* the connection comes back by itself */ }
  };
  setTimeout(look, EVERY);
})();
