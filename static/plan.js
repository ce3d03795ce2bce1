// Moving blocks by pointer, touch and keys. The page works without it: each block has buttons.
"use strict";
(() => {
  const list = document.querySelector("#blocks");
  const saved = document.querySelector("#saved");
  if (!list || !list.dataset.token) return;

  const post = (block, to) => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = list.dataset.change;
    const fields = { csrf_token: list.dataset.token, version: list.dataset.version, do: "move", block, to };
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    saved.textContent = "Saving …";
    form.submit();
  };

  const place = (item) => [...list.children].indexOf(item);
  let lifted = null; // the block being moved by keys, and where it came from

  const drop = (item) => {
    const moved = place(item) !== lifted.from;
    lifted = null;
    item.classList.remove("lifted");
    if (!moved) return;
    sessionStorage.setItem("moved", item.dataset.block); // so that the focus goes with it
    post(item.dataset.block, place(item));
  };

  for (const grip of list.querySelectorAll(".grip")) {
    grip.hidden = false;
    const item = grip.closest(".block");
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step) {
        event.preventDefault();
        lifted ??= { from: place(item) };
        item.classList.add("lifted");
        const there = list.children[place(item) + step];
        if (!there) return;
        step < 0 ? there.before(item) : there.after(item);
        grip.focus();
        saved.textContent = `Place ${place(item) + 1} of ${list.children.length}. Enter keeps it, Escape puts it back.`;
      } else if (lifted && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        drop(item);
      } else if (lifted && event.key === "Escape") {
        const others = [...list.children].filter((other) => other !== item);
        lifted.from < others.length ? others[lifted.from].before(item) : list.append(item);
        lifted = null;
        item.classList.remove("lifted");
        grip.focus();
        saved.textContent = "Back where it was.";
      }
    });
    grip.addEventListener("blur", () => { if (lifted) setTimeout(() => lifted && document.activeElement !== grip && drop(item), 0); });
  }

  const moved = sessionStorage.getItem("moved");
  sessionStorage.removeItem("moved");
  // Going to the address's #block-… takes the focus away: it is given back when that is done.
  if (moved) addEventListener("load", () => document.querySelector(`#block-${CSS.escape(moved)} .grip`)?.focus());

  new Sortable(list, {
    handle: ".grip",
    forceFallback: true,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    onEnd: (event) => { if (event.oldIndex !== event.newIndex) post(event.item.dataset.block, event.newIndex); },
  });
})();
