// Arrow keys turn the page, as the links beside it do.
"use strict";
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`.turn a[rel="${rel}"]`);
    if (link) link.click();
  });
})();
