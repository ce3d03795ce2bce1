// Looks again at a job's page until it is over, and then loads it whole. Without this script the
// page refreshes itself.
"use strict";
(() => {
  const job = document.querySelector("#job[data-poll]");
  const bar = document.querySelector("#bar");
  const look = async () => {
    try {
      const answer = await fetch(job.dataset.poll, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.querySelector("#job[data-poll]")) return location.reload();
      const there = page.querySelector("#bar");
      bar.max = there.max;
      bar.value = there.value;
      for (const said of page.querySelectorAll("#job [data-live]")) {
        const here = document.getElementById(said.id);
        if (here && here.textContent !== said.textContent) here.textContent = said.textContent;
      }
    } catch { /* the connection comes back by itself */ }
    setTimeout(look, 500);
  };
  setTimeout(look, 500);
})();
