// A preview while she writes, a question before what is typed is left behind, and a look whether
// she is still signed in before anything is sent. The page works without it.
"use strict";
(() => {
  const form = document.querySelector("#module-form");
  if (!form) return;
  const live = document.querySelector("#live");
  const kept = document.querySelector("#kept");
  const PAUSE = 600; // milliseconds without a key before the preview is asked for
  let unsaved = form.hasAttribute("data-unsaved");
  let leaving = false, checking = false, waiting = 0, asking = null;

  const fetched = async (options) => {
    const answer = await fetch(form.action, { credentials: "same-origin", ...options });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok && page.querySelector("#module-form") ? page : null;
  };

  const show = (page) => {
    for (const fresh of page.querySelectorAll("[data-live]")) {
      const here = document.getElementById(fresh.id);
      if (here && here.innerHTML !== fresh.innerHTML) here.replaceChildren(...fresh.childNodes);
    }
  };

  const preview = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    const sent = new URLSearchParams(new FormData(form));
    sent.set("do", "preview");
    try {
      const page = await fetched({ method: "POST", body: sent, signal: mine.signal });
      if (page) show(page);
      live.textContent = page ? "" : "The preview cannot be made just now. What you typed is still here.";
    } catch (error) {
      if (error.name !== "AbortError") live.textContent = "The preview cannot be made just now. What you typed is still here.";
    }
  };

  form.addEventListener("input", () => {
    unsaved = true;
    kept.textContent = "Changed, not saved yet.";
    clearTimeout(waiting);
    waiting = setTimeout(preview, PAUSE);
  });

  addEventListener("beforeunload", (event) => { if (unsaved && !leaving) event.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });

  // Signed out in the meantime, a post would be refused and the text be gone: so ask first.
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    if (checking) return;
    checking = true;
    clearTimeout(waiting);
    asking?.abort();
    const page = await fetched({}).catch(() => null);
    checking = false;
    if (!page) {
      kept.textContent = "Not saved: you are signed out, or the program cannot be reached. Sign in again in another window, then press here once more. What you typed is still here.";
      return;
    }
    form.querySelector("[name=csrf_token]").value = page.querySelector("#module-form [name=csrf_token]").value;
    leaving = true;
    form.requestSubmit(event.submitter);
  });
})();
