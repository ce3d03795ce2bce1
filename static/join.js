"use strict";
(() => {
  // Nothing stays filled in, whichever way a page is left or come back to.
  const clear = () => { for (const form of document.forms) form.reset(); };
  addEventListener("pagehide", clear);
  addEventListener("pageshow", clear);

  const exit = document.querySelector(".exit");
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    clear();
    location.replace(exit.href);
  });

  // A page that answers to what was sent: browsers keep the sent words with it, for loading it again,
  // and some write them to the phone's disk. An address put in its place has none.
  if (document.querySelector("main.end")) history.replaceState(null, "", location.pathname);

  // The square on the poster carries its secret behind the #, which no server sees or logs.
  const enter = () => {
    const secret = location.hash.slice(1);
    const form = document.getElementById("by-link");
    if (!secret) return;
    history.replaceState(null, "", location.pathname);
    if (!form || !/^[\w-]{22}(\w{9})?$/.test(secret)) return;
    form.elements.link.value = secret;
    form.submit();
    form.elements.link.value = "";
  };
  addEventListener("hashchange", enter);
  enter();
})();
