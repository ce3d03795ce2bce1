// Looks again at a job's page until it is over, and then loads it whole. Without this script the
// page refreshes itself.
"use strict";
(() => {
  const job = document.querySelector("#job[data-poll]");
  const bar = document.querySelector("#bar");
  const label = document.querySelector("label[for=bar]");
  const look = async () => {
    try {
      const answer = await fetch(job.dataset.poll, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.querySelector("#job[data-poll]")) return location.reload();
      const there = page.querySelector("#bar");
      bar.max = there.max;
      bar.value = there.value;
      label.textContent = page.querySelector("label[for=bar]").textContent;
    } catch { /* the connection comes back by itself */ }
    setTimeout(look, 500);
  };
  setTimeout(look, 500);
})();
